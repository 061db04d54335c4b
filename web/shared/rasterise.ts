// A drawing as a PNG. An image made from SVG sees none of the page's fonts (and loads embedded ones only after it was
// painted), so its text is taken out and written on the canvas with the page's own type: nothing to wait for by guess.
// Drawings have their text above everything else, so the order is kept.

interface TextRun {
  readonly text: string
  readonly x: number
  readonly y: number
  /** Distance from the run before it on the same line; null: starts at x. */
  readonly after: number | null
  readonly size: number
  readonly weight: string
  readonly anchor: CanvasTextAlign
  readonly fill: string
  readonly stroke: string | null
  readonly strokeWidth: number
}

const FALLBACK = 'sans-serif'

const inherited = (element: Element, name: string): string | null =>
  element.closest(`[${name}]`)?.getAttribute(name) ?? null

function runOf(element: Element, text: string, line: Element, after: number | null): TextRun {
  const anchor = inherited(element, 'text-anchor')
  return {
    text,
    x: Number(line.getAttribute('x') ?? 0),
    y: Number(line.getAttribute('y') ?? 0),
    after,
    size: Number(inherited(element, 'font-size') ?? 12),
    weight: inherited(element, 'font-weight') ?? '400',
    anchor: anchor === 'middle' ? 'center' : anchor === 'end' ? 'right' : 'left',
    fill: inherited(element, 'fill') ?? '#000000',
    stroke: line.getAttribute('stroke'),
    strokeWidth: Number(line.getAttribute('stroke-width') ?? 0),
  }
}

/** Takes all text out of a drawing. */
function takeText(drawing: Document): TextRun[] {
  const lines = [...drawing.querySelectorAll('text')]
  const runs = lines.flatMap((line) =>
    [...line.childNodes].map((node) =>
      node instanceof Element
        ? runOf(node, node.textContent ?? '', line, Number(node.getAttribute('dx') ?? 0))
        : runOf(line, node.textContent ?? '', line, null),
    ),
  )
  for (const line of lines) line.remove()
  return runs
}

/** Lines of runs: one that follows another stands in its line. */
const linesOf = (runs: readonly TextRun[]): TextRun[][] =>
  runs.reduce<TextRun[][]>((lines, run) => {
    if (run.after === null || lines.length === 0) lines.push([run])
    else lines[lines.length - 1].push(run)
    return lines
  }, [])

/** A line is anchored as a whole, however many runs it has. */
function writeText(context: CanvasRenderingContext2D, runs: readonly TextRun[], family: string): void {
  context.textAlign = 'left'
  context.lineJoin = 'round'
  for (const line of linesOf(runs)) {
    const placed = line.map((run) => {
      context.font = `${run.weight} ${run.size}px ${family}`
      return { run, font: context.font, width: context.measureText(run.text).width }
    })
    const whole = placed.reduce((sum, { run, width }) => sum + (run.after ?? 0) + width, 0)
    const [{ anchor, x: at }] = line
    let x = at - (anchor === 'center' ? whole / 2 : anchor === 'right' ? whole : 0)
    const starts = placed.map(({ run, width }) => {
      const start = x + (run.after ?? 0)
      x = start + width
      return start
    })
    // All halos first, so that none covers the run before it.
    placed.forEach(({ run, font }, i) => {
      if (!run.stroke) return
      context.font = font
      context.strokeStyle = run.stroke
      context.lineWidth = run.strokeWidth
      context.strokeText(run.text, starts[i], run.y)
    })
    placed.forEach(({ run, font }, i) => {
      context.font = font
      context.fillStyle = run.fill
      context.fillText(run.text, starts[i], run.y)
    })
  }
}

/** Pieces of the page's type that hold these characters; without them the computer's own type is used. */
async function loadType(runs: readonly TextRun[], family: string): Promise<void> {
  const weights = new Set(runs.map(({ weight }) => weight))
  const text = [...new Set(runs.flatMap((run) => [...run.text]))].join('')
  await Promise.all(
    [...weights].map((weight) => document.fonts.load(`${weight} 16px ${family}`, text)),
  ).catch(() => [])
}

async function imageOf(drawing: Document, width: number, height: number): Promise<HTMLImageElement> {
  const text = new XMLSerializer().serializeToString(drawing)
  const url = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }))
  try {
    const image = new Image(width, height)
    image.src = url
    await image.decode()
    return image
  } finally {
    URL.revokeObjectURL(url)
  }
}

/** @param ratio pixels for one unit of the sheet: 2 keeps a slide sharp on a projector */
export async function rasterise(svg: string, width: number, height: number, ratio = 2): Promise<Blob> {
  const drawing = new DOMParser().parseFromString(svg, 'image/svg+xml')
  const family = drawing.documentElement.getAttribute('font-family') ?? FALLBACK
  const runs = takeText(drawing)
  // In the sheet's own units: paper is given in millimetres.
  drawing.documentElement.setAttribute('width', String(width * ratio))
  drawing.documentElement.setAttribute('height', String(height * ratio))
  const [image] = await Promise.all([imageOf(drawing, width * ratio, height * ratio), loadType(runs, family)])
  const canvas = document.createElement('canvas')
  canvas.width = width * ratio
  canvas.height = height * ratio
  const context = canvas.getContext('2d')
  if (!context) throw new Error('no 2d canvas')
  context.drawImage(image, 0, 0, canvas.width, canvas.height)
  context.scale(ratio, ratio)
  writeText(context, runs, family)
  return new Promise<Blob>((done, fail) => {
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error('no picture came out'))), 'image/png')
  })
}

/** Lets the browser save a file. */
export function save(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The download has its own reference once it began.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
