export function cosine(x: number): number {
  return Math.cos(x);
}
