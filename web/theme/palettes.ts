// Colours of data live beside the drawing of maps, which the server uses too.
export { PALETTES, type Palette, singleColours, type ThemeName } from '#data/drawing/palettes.ts'
