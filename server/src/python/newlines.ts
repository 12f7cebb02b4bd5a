const LONE_RETURN = /\r(?!\n)/g;

/** The text as Python reads it, at the same offsets: a carriage return by itself ends a line too. */
export function withNewlines(text: string): string {
  return text.includes('\r') ? text.replace(LONE_RETURN, '\n') : text;
}
