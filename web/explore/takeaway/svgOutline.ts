// The unit pointed at or chosen on the server's drawing, outlined above all others: its own stroke would lie beneath its
// neighbours and the borders.

const SPACE = 'http://www.w3.org/2000/svg'

/** @param unitId null, or of a unit that is not drawn: nothing is outlined */
export function outline(area: ParentNode, name: 'hovered' | 'selected', unitId: number | null): void {
  const unit = unitId === null ? null : area.querySelector<SVGElement>(`[data-unit="${unitId}"]`)
  const known = [...area.querySelectorAll<SVGElement>(`.outline.${name}`)]
  if (known[0]?.dataset.of === String(unitId) && unit) return
  for (const each of known) each.remove()
  // The drawing's group of geometry, above the groups of classes and the borders.
  const group = unit?.parentElement?.parentElement
  if (!unit || !group) return
  for (const part of ['halo', 'line']) {
    const path = document.createElementNS(SPACE, 'path')
    path.setAttribute('d', unit.getAttribute('d') ?? '')
    path.setAttribute('class', `outline ${name} outline-${part}`)
    path.dataset.of = String(unitId)
    group.append(path)
  }
}
