// Bounding-box index of edges while they are being split. Trees are static, so each round's new edges form a
// batch; a batch no smaller than half the one before is merged with it, which leaves few batches, mostly one
// large and some tiny, and costs each edge few rebuilds.
import Flatbush from 'flatbush'
import type { EdgeTable } from './edgeTable.ts'
import type { VertexTable } from './vertexTable.ts'

export interface EdgeIndex {
  /** Adds the edges from `first` to the table's end. */
  add(first: number): void
  /** Visits the unsplit edges whose bounding box meets that of the edge, itself included. */
  search(edge: number, visit: (edge: number) => void): void
}

export function createEdgeIndex(
  { xs, ys }: VertexTable,
  { from, to }: EdgeTable,
  split: ReadonlyMap<number, unknown>,
): EdgeIndex {
  const batches: { readonly edges: readonly number[]; readonly tree: Flatbush }[] = []
  const plant = (batch: readonly number[]): Flatbush => {
    const tree = new Flatbush(batch.length)
    for (const e of batch) {
      const [u, v] = [from[e], to[e]]
      tree.add(Math.min(xs[u], xs[v]), Math.min(ys[u], ys[v]), Math.max(xs[u], xs[v]), Math.max(ys[u], ys[v]))
    }
    tree.finish()
    return tree
  }
  return {
    add(first) {
      let batch = Array.from({ length: from.length - first }, (_, i) => first + i)
      while (batches.length > 0 && batches[batches.length - 1].edges.length <= 2 * batch.length)
        batch = batches
          .pop()!
          .edges.filter((e) => !split.has(e))
          .concat(batch)
      batches.push({ edges: batch, tree: plant(batch) })
    },
    search(edge, visit) {
      const [u, v] = [from[edge], to[edge]]
      const [west, east] = [Math.min(xs[u], xs[v]), Math.max(xs[u], xs[v])]
      const [south, north] = [Math.min(ys[u], ys[v]), Math.max(ys[u], ys[v])]
      for (const { edges, tree } of batches)
        tree.search(west, south, east, north, (slot) => {
          if (!split.has(edges[slot])) visit(edges[slot])
          return false
        })
    },
  }
}
