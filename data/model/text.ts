// Names that come from data (levels, categories, metrics) are given in both languages of the interface.
import { z } from 'zod'

export const textSchema = z.object({ zh: z.string(), en: z.string() })
export type Text = z.infer<typeof textSchema>
