// TopoJSON: every object's features, one object after another.
import { feature } from 'topojson-client'
import type { Topology } from 'topojson-specification'
import { IngestError } from '../ingestError.ts'
import { featuresOf } from './geoJson.ts'
import type { UnitFile } from './unitFile.ts'

export function readTopoJson(root: Record<string, unknown>): UnitFile {
  if (typeof root.objects !== 'object' || root.objects === null || !Array.isArray(root.arcs)) {
    throw new IngestError('topojson-malformed', 'The Topology has no objects or no arcs')
  }
  const topology = root as unknown as Topology
  const features = Object.entries(topology.objects).flatMap(([name, object]) => {
    try {
      return featuresOf(feature(topology, object) as unknown as Record<string, unknown>)
    } catch (error) {
      if (error instanceof IngestError) throw error
      throw new IngestError('topojson-malformed', `The object "${name}" cannot be read: ${String(error)}`)
    }
  })
  return { format: 'TopoJSON', datum: null, features }
}
