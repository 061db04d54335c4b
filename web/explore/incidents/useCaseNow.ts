// The moment a case is told as of: now by the server's clock, or where a pinned view stands.
import { useCity } from '../../stores/city.ts'
import { useView } from '../../stores/view.ts'
import { momentOf } from '../../stores/viewQuery.ts'

export function useCaseNow(): () => number {
  const city = useCity()
  const views = useView()
  return () => momentOf(views.view, city.nowMs())
}
