// Days and clocks of the city's own zone: data/text/days.ts, under the name the pages know.
export {
  addDays,
  formatDay,
  formatDayAxis,
  formatDayShort,
  formatMoment,
  localDay,
  localTime,
  startOfDayMs,
} from '#data/text/days.ts'
