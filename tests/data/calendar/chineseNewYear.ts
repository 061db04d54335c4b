// The first day of the Chinese year from the motions of sun and moon (Meeus, Astronomical Algorithms, 2nd edition, chapters 25
// and 49; GB/T 33661: China Standard Time, the solstice in month 11, the first month without a principal term is leap).
// Independent of the code under test, which asks Intl.

const RAD = Math.PI / 180
const sin = (degrees: number): number => Math.sin(degrees * RAD)
const turn = (degrees: number): number => ((degrees % 360) + 360) % 360

/** Coefficient in days, power of the eccentricity's E, and multiples of M, M′, F. */
const PERIODIC: readonly (readonly [number, number, number, number, number])[] = [
  [-0.4072, 0, 0, 1, 0],
  [0.17241, 1, 1, 0, 0],
  [0.01608, 0, 0, 2, 0],
  [0.01039, 0, 0, 0, 2],
  [0.00739, 1, -1, 1, 0],
  [-0.00514, 1, 1, 1, 0],
  [0.00208, 2, 2, 0, 0],
  [-0.00111, 0, 0, 1, -2],
  [-0.00057, 0, 0, 1, 2],
  [0.00056, 1, 1, 2, 0],
  [-0.00042, 0, 0, 3, 0],
  [0.00042, 1, 1, 0, 2],
  [0.00038, 1, 1, 0, -2],
  [-0.00024, 1, -1, 2, 0],
  [-0.00007, 0, 2, 1, 0],
  [0.00004, 0, 0, 2, -2],
  [0.00004, 0, 3, 0, 0],
  [0.00003, 0, 1, 1, -2],
  [0.00003, 0, 0, 2, 2],
  [-0.00003, 0, 1, 1, 2],
  [0.00003, 0, -1, 1, 2],
  [-0.00002, 0, -1, 1, -2],
  [-0.00002, 0, 1, 3, 0],
  [0.00002, 0, 0, 4, 0],
]

/** Planets: coefficient in 1e-6 day, angle at k = 0 and its change a lunation. */
const PLANETS: readonly (readonly [number, number, number])[] = [
  [325, 299.77, 0.107408],
  [165, 251.88, 0.016321],
  [164, 251.83, 26.651886],
  [126, 349.42, 36.412478],
  [110, 84.66, 18.206239],
  [62, 141.74, 53.303771],
  [60, 207.14, 2.453732],
  [56, 154.84, 7.30686],
  [47, 34.52, 27.261239],
  [42, 207.19, 0.121824],
  [40, 291.34, 1.844379],
  [37, 161.72, 24.198154],
  [35, 239.56, 25.513099],
  [23, 331.55, 3.592518],
]

/** Julian ephemeris day of the new moon of lunation k, k = 0 on 6 January 2000. */
export function newMoon(k: number): number {
  const t = k / 1236.85
  const e = 1 - 0.002516 * t - 0.0000074 * t * t
  const sun = 2.5534 + 29.1053567 * k - 0.0000014 * t * t
  const moon = 201.5643 + 385.81693528 * k + 0.0107582 * t * t + 0.00001238 * t ** 3
  const node = 160.7108 + 390.67050284 * k - 0.0016118 * t * t - 0.00000227 * t ** 3
  let day = 2451550.09766 + 29.530588861 * k + 0.00015437 * t * t - 0.00000015 * t ** 3
  for (const [size, power, m, n, f] of PERIODIC) day += size * e ** power * sin(m * sun + n * moon + f * node)
  day -= 0.00017 * sin(124.7746 - 1.56375588 * k)
  for (const [size, from, rate] of PLANETS) day += size * 1e-6 * sin(from + rate * k)
  return day
}

/** Apparent longitude of the sun in degrees, to 0.01 (a quarter of an hour). */
function sunLongitude(julianDay: number): number {
  const t = (julianDay - 2451545) / 36525
  const m = 357.52911 + 35999.05029 * t - 0.0001537 * t * t
  const centre =
    (1.914602 - 0.004817 * t) * sin(m) + (0.019993 - 0.000101 * t) * sin(2 * m) + 0.000289 * sin(3 * m)
  const node = 125.04 - 1934.136 * t
  return turn(280.46646 + 36000.76983 * t + 0.0003032 * t * t + centre - 0.00569 - 0.00478 * sin(node))
}

/** TT − UT1 in days, 2000 – 2050: 64 s, about 69 s now, some 93 s by Espenak and Meeus then. */
const deltaT = (year: number): number =>
  (62.92 + 0.32217 * (year - 2000) + 0.005589 * (year - 2000) ** 2) / 86_400

const BEIJING_DAYS = 8 / 24
/** Number of the civil day in China that holds a moment. */
const civilDay = (julianDay: number): number =>
  Math.floor(julianDay - deltaT(2000 + (julianDay - 2451545) / 365.25) + BEIJING_DAYS + 0.5)
/** Longitude at the day's first moment. */
const longitudeAt = (day: number): number => sunLongitude(day - 0.5 - BEIJING_DAYS)

/** Lunation whose month holds the winter solstice of a year. */
function monthEleven(year: number): number {
  const solstice = Array.from({ length: 6 }, (_, i) => civilDay(julian(year, 12, 19) + i)).find(
    (day) => longitudeAt(day) < 270 && longitudeAt(day + 1) >= 270,
  )
  if (solstice === undefined) throw new Error(`no winter solstice found in ${year}`)
  let k = Math.round((year - 2000) * 12.3685) + 14
  while (civilDay(newMoon(k)) > solstice) k--
  return k
}

const julian = (year: number, month: number, date: number): number =>
  Date.UTC(year, month - 1, date, 12) / 86_400_000 + 2440587.5

/** Whether no principal term (a multiple of 30°) falls in the month. */
function lacksTerm(k: number): boolean {
  const [from, to] = [civilDay(newMoon(k)), civilDay(newMoon(k + 1))]
  return Math.floor(longitudeAt(from) / 30) === Math.floor(longitudeAt(to) / 30)
}

/** yyyy-mm-dd. */
export function chineseNewYear(year: number): string {
  const [eleven, next] = [monthEleven(year - 1), monthEleven(year)]
  // With 13 months between the solstices the first without a term is leap; right after 11 or 12 it puts off the new year.
  const isLeapYear = next - eleven === 13
  const isPutOff = isLeapYear && (lacksTerm(eleven + 1) || lacksTerm(eleven + 2))
  const day = civilDay(newMoon(eleven + (isPutOff ? 3 : 2)))
  return new Date((day - 2440587.5 - 0.5) * 86_400_000 + 43_200_000).toISOString().slice(0, 10)
}
