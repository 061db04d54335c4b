// Choices of a menu, and what becomes of a choice.
export interface MenuItem {
  readonly value: string
  readonly label: string
  readonly note?: string
}

export interface MenuGroup {
  readonly key: string
  readonly label?: string
  readonly isMultiple?: boolean
  readonly value: readonly string[]
  readonly items: readonly MenuItem[]
}

/** Adds a value or takes it away; '' (all) clears. */
export const toggled = (values: readonly string[], value: string): string[] =>
  value === '' ? [] : values.includes(value) ? values.filter((other) => other !== value) : [...values, value]
