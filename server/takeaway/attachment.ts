// Content-Disposition of a file with a Chinese name (RFC 6266, RFC 5987), with an ASCII name for those who read no other.

export function attachment(name: string): string {
  const clean = name.replace(/[\\/:*?"<>|\p{Cc}\p{Cs}]/gu, '_')
  const ascii = clean.replace(/[^\x20-\x7e]+/g, '_')
  const encoded = encodeURIComponent(clean).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
