// All outlines laid over each other: snap-rounded edges, faces, and the units that cover each face.
// Edges that no unit really has as its border (a spike there and back) are left out and counted.
import { type Cover, coverFaces, gatherPassages, type Passages } from './cover.ts'
import { buildFaces, type Faces } from './faces.ts'
import { collectLinework, type Linework, type UnitOutline } from './linework.ts'
import { buildPlanarGraph, type Edges } from './planarGraph.ts'
import { snapRound } from './snapRound.ts'

export interface Arrangement {
  readonly edges: Edges
  readonly passages: Passages
  readonly faces: Faces
  readonly covers: readonly Cover[]
  readonly doubled: readonly DoubledEdge[]
}

/** An edge some unit runs along both ways: a spike, or two of its own polygons side by side. */
export interface DoubledEdge {
  readonly unit: number
  readonly from: number
  readonly to: number
}

export function arrange(units: readonly UnitOutline[]): Arrangement {
  const linework = collectLinework(units)
  const chains = snapRound(linework.vertices, linework.edges)
  const { edges, passages, doubled } = borderEdges(linework, followChains(linework, chains))
  const faces = buildFaces(buildPlanarGraph(edges))
  return { edges, passages, faces, covers: coverFaces(edges, faces, passages), doubled }
}

/** Passages over split edges become passages over their parts. */
function followChains(
  { edges, passages }: Linework,
  chains: ReadonlyMap<number, readonly number[]>,
): Linework['passages'] {
  if (chains.size === 0) return passages
  const followed: Linework['passages'] = { edge: [], unit: [], sign: [] }
  const follow = (edge: number, unit: number, sign: number): void => {
    const chain = chains.get(edge)
    if (chain === undefined) {
      followed.edge.push(edge)
      followed.unit.push(unit)
      followed.sign.push(sign)
      return
    }
    for (let i = 1; i < chain.length; i++) {
      const part = edges.add(chain[i - 1], chain[i])
      follow(part, unit, edges.from[part] === chain[i - 1] ? sign : -sign)
    }
  }
  passages.edge.forEach((edge, i) => {
    follow(edge, passages.unit[i], passages.sign[i])
  })
  return followed
}

/** The edges some unit winds around; the rest separate nothing. */
function borderEdges(
  { vertices, edges }: Linework,
  passages: Linework['passages'],
): { edges: Edges; passages: Passages; doubled: DoubledEdge[] } {
  const all = gatherPassages(edges.from.length, passages.edge, passages.unit, passages.sign)
  const rank = new Int32Array(edges.from.length).fill(-1)
  const from: number[] = []
  const to: number[] = []
  const doubled: DoubledEdge[] = []
  for (let e = 0; e < rank.length; e++) {
    if (all.start[e] === all.start[e + 1]) continue
    const sums = new Map<number, number>()
    for (let i = all.start[e]; i < all.start[e + 1]; i++)
      sums.set(all.unit[i], (sums.get(all.unit[i]) ?? 0) + all.sign[i])
    let isBorder = false
    for (const [unit, sum] of sums)
      if (sum === 0) doubled.push({ unit, from: edges.from[e], to: edges.to[e] })
      else isBorder = true
    if (!isBorder) continue
    rank[e] = from.push(edges.from[e]) - 1
    to.push(edges.to[e])
  }
  const real = [...passages.edge.keys()].filter((i) => rank[passages.edge[i]] >= 0)
  return {
    edges: { length: from.length, from, to, xs: vertices.xs, ys: vertices.ys },
    passages: gatherPassages(
      from.length,
      real.map((i) => rank[passages.edge[i]]),
      real.map((i) => passages.unit[i]),
      real.map((i) => passages.sign[i]),
    ),
    doubled,
  }
}
