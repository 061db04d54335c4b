// What names on the map are set in.

/** Names as `text-font` lists; a file the page does not declare falls through to the PC's own fonts. */
export const LABEL_FONTS = {
  strong: ['Noto Sans SC Semibold', 'PingFang SC', 'Microsoft YaHei'],
  normal: ['Noto Sans SC Medium', 'PingFang SC', 'Microsoft YaHei'],
}
