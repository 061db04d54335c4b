// What the browser may do on our pages: scripts, styles and workers of our own only, pictures and data also from the
// basemap's hosts. Inline style attributes stay allowed (charts and the map write them); inline scripts are not.
import type { Basemap } from '#data/model/basemap.ts'

export interface PagePolicy {
  readonly frameAncestors: string
  readonly basemap: Basemap | null
}

export function contentSecurityPolicy({ frameAncestors, basemap }: PagePolicy): string {
  const elsewhere = basemapSources(basemap)
  return [
    "default-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "script-src 'self'",
    "style-src-elem 'self'",
    "style-src-attr 'unsafe-inline'",
    "style-src 'self'",
    "font-src 'self'",
    ["img-src 'self' data: blob:", ...elsewhere].join(' '),
    ["connect-src 'self'", ...elsewhere].join(' '),
    "worker-src 'self' blob:",
    `frame-ancestors ${frameAncestors}`,
  ].join('; ')
}

/** Origins of the basemap's addresses; `{s}`-like places of the host become a star. */
function basemapSources(basemap: Basemap | null): string[] {
  const text = JSON.stringify(basemap ?? {})
  const origins = [...text.matchAll(/https?:\/\/[^/"'\s]+/g)].map(([origin]) =>
    origin.replace(/\{\w+\}/g, '*'),
  )
  return [...new Set(origins)]
}
