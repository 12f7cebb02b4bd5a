/** Thousands set apart by commas. */
export function grouped(count: number): string {
  const [whole = '', fraction] = String(count).split('.');
  if (whole.includes('e')) return String(count);
  const digits = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? digits : `${digits}.${fraction}`;
}
