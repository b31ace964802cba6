/** `N passed, N failed, N skipped` of all runs together. */
export function closingLine(runs) {
  const sum = (name) => runs.reduce((total, counts) => total + counts[name], 0);
  return `${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`;
}
