// Ink on colour, as sheets compute it too.
export { inkOn } from '#data/drawing/contrast.ts'
