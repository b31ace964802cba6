import type { DashboardPage } from './dashboard-page.js';

/**
 * Finds the words of a page that lie over other words, and those that leave the panel that they stand in; runs in the
 * browser. What an element cuts off or writes with dots counts as far as it is seen.
 */
const search = `(() => {
  const seen = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    let { left, top, right, bottom } = range.getBoundingClientRect();
    // A font's box may be much higher than its letters are.
    const lines = range.getClientRects().length;
    const spare = Math.max(0, (bottom - top) / lines - parseFloat(getComputedStyle(node.parentElement).fontSize)) / 2;
    [top, bottom] = [top + spare, bottom - spare];
    for (let element = node.parentElement; element; element = element.parentElement) {
      const style = getComputedStyle(element);
      if (style.visibility === 'hidden' || style.clipPath.startsWith('inset(50%')) return undefined;
      if (style.overflowX === 'visible' || element === document.documentElement || element === document.body) continue;
      const box = element.getBoundingClientRect();
      [left, right] = [Math.max(left, box.left), Math.min(right, box.right)];
      [top, bottom] = [Math.max(top, box.top), Math.min(bottom, box.bottom)];
    }
    return right - left < 1 || bottom - top < 1 ? undefined : { left, top, right, bottom };
  };
  const words = [];
  const walker = document.createTreeWalker(document.querySelector('.page'), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.data.trim() === '' || node.parentElement.closest('svg')) continue;
    const box = seen(node);
    if (box) words.push({ text: node.data.trim(), parent: node.parentElement, ...box });
  }
  const found = [];
  // Letters need not fill the line that they stand on.
  const slack = (box) => Math.min(4, (box.bottom - box.top) * 0.2);
  for (const [index, one] of words.entries()) {
    const panel = one.parent.closest('.panel, .bar, .notice');
    const bounds = panel.getBoundingClientRect();
    if (one.right > bounds.right + 1.5 || one.left < bounds.left - 1.5) found.push(one.text + ' leaves its panel');
    for (const other of words.slice(index + 1)) {
      const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      if (wide > 1.5 && high > Math.max(slack(one), slack(other))) found.push(one.text + ' and ' + other.text);
    }
  }
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) found.push('the page is ' + (scrollWidth - clientWidth) + ' px too wide');
  return { words: words.length, found };
})()`;

/** What lies over something else on the page as it stands, and how many words were looked at. */
export async function textCollisions(dashboard: DashboardPage): Promise<{ words: number; found: string[] }> {
  await dashboard.untilStill();
  return dashboard.page.evaluate(search);
}
