// Whether this browser can draw the map; asked once, before the map's 260 kB are fetched.
let answer: boolean | null = null

export function hasWebGl2(): boolean {
  if (answer === null) {
    const context = document.createElement('canvas').getContext('webgl2')
    answer = context !== null
    // Browsers keep few contexts: this one is given back at once.
    context?.getExtension('WEBGL_lose_context')?.loseContext()
  }
  return answer
}
