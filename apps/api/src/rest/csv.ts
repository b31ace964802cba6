/** What a field of a CSV file may hold; null is an empty field. */
export type CsvValue = string | number | null;

/**
 * One record of a CSV file (RFC 4180) with its line break. Values are written as they are: a spreadsheet that takes a
 * text which begins with `=` for a formula has to be told not to.
 *
 * @example
 * csvRecord(['Tops & Tees', 'Tee, "Loose"', 12.5, null]); // 'Tops & Tees,"Tee, ""Loose""",12.5,\r\n'
 */
export function csvRecord(values: readonly CsvValue[]): string {
  return `${values.map(field).join(',')}\r\n`;
}

function field(value: CsvValue): string {
  if (value === null) return '';
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
