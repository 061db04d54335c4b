// GCJ-02 of the committed seats to WGS 84.
import gcoord from 'gcoord'

export function transform([lng, lat]: readonly number[]): [number, number] {
  const [x, y] = gcoord.transform([lng, lat], gcoord.GCJ02, gcoord.WGS84)
  return [x, y]
}
