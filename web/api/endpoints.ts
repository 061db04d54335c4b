// The questions the web asks, one function each; paths are the keys of resources.
import type { CityInfo, Health, SearchResponse, UnitDetail } from '#data/model/api.ts'
import type {
  BreakdownResponse,
  ClassesResponse,
  SeriesResponse,
  SliceResponse,
} from '#data/model/figuresApi.ts'
import type { IncidentDetail, IncidentList } from '#data/model/incidentsApi.ts'
import { getJson } from './client.ts'

type Get<T> = (path: string, signal?: AbortSignal) => Promise<T>

export const getCity: Get<CityInfo> = (path, signal) => getJson(path, (api) => api.cityInfoSchema, signal)
export const getHealth: Get<Health> = (path, signal) => getJson(path, (api) => api.healthSchema, signal)
export const getUnit: Get<UnitDetail> = (path, signal) => getJson(path, (api) => api.unitDetailSchema, signal)
export const getSlice: Get<SliceResponse> = (path, signal) =>
  getJson(path, (api) => api.sliceResponseSchema, signal)
export const getClasses: Get<ClassesResponse> = (path, signal) =>
  getJson(path, (api) => api.classesResponseSchema, signal)
export const getSeries: Get<SeriesResponse> = (path, signal) =>
  getJson(path, (api) => api.seriesResponseSchema, signal)
export const getBreakdown: Get<BreakdownResponse> = (path, signal) =>
  getJson(path, (api) => api.breakdownResponseSchema, signal)
export const getIncidents: Get<IncidentList> = (path, signal) =>
  getJson(path, (api) => api.incidentListSchema, signal)
export const getIncident: Get<IncidentDetail> = (path, signal) =>
  getJson(path, (api) => api.incidentDetailSchema, signal)
export const getSearch: Get<SearchResponse> = (path, signal) =>
  getJson(path, (api) => api.searchResponseSchema, signal)
