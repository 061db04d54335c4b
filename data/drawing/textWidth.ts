// Widths of text without a font to measure: Han and other wide characters are one em, the rest about half. Labels and
// lines are laid out by it, so the same sheet comes out everywhere; a few per cent too wide rather than too narrow.

const WIDE =
  /[\u{1100}-\u{115f}\u{2e80}-\u{a4cf}\u{ac00}-\u{d7a3}\u{f900}-\u{faff}\u{fe30}-\u{fe4f}\u{ff00}-\u{ff60}\u{20000}-\u{3fffd}]/u

function emsOf(character: string): number {
  if (WIDE.test(character)) return 1
  if (/[A-Z%@×÷≥]/.test(character)) return 0.68
  if (/[ \u{a0},.:;'’il|·]/u.test(character)) return 0.3
  return 0.57
}

/** Width of a line at a font size, in its units. */
export const textWidth = (text: string, size: number): number =>
  [...text].reduce((sum, character) => sum + emsOf(character), 0) * size

/** Not within 11月, not before a closing mark. */
const isBreakable = (before: string, after: string): boolean =>
  before === ' ' ||
  (!/[，。；：、）」”)%]/.test(after) &&
    !(/\d/.test(before) && /[年月日版个件]/.test(after)) &&
    !(/[年月]/.test(before) && /\d/.test(after)) &&
    (WIDE.test(before) || WIDE.test(after)))

/** Lines no wider than `width`; a word longer than a line is cut. Chinese breaks anywhere but before a closing mark. */
export function wrapText(text: string, size: number, width: number): string[] {
  const lines: string[] = []
  let line: string[] = []
  let used = 0
  let breakAt = 0
  for (const character of text) {
    const own = emsOf(character) * size
    if (line.length > 0 && isBreakable(line[line.length - 1], character)) breakAt = line.length
    if (used + own > width && line.length > 0) {
      const cut = breakAt > 0 ? breakAt : line.length
      lines.push(line.slice(0, cut).join('').trim())
      line = line.slice(cut)
      used = textWidth(line.join(''), size)
      breakAt = 0
    }
    if (line.length === 0 && character === ' ') continue
    line.push(character)
    used += own
  }
  if (line.length > 0) lines.push(line.join('').trim())
  return lines
}
