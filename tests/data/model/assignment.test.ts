import { describe, expect, test } from 'vitest'
import {
  type Assignment,
  assignmentsBy,
  responsibleAt,
  responsibleSince,
} from '../../../data/model/assignment.ts'

const lead = (
  organisation: string,
  fromAt: number,
  toAt: number | null = null,
  outcome: Assignment['outcome'] = null,
): Assignment => ({ organisation, role: 'lead', fromAt, toAt, deadlineAt: null, outcome })
const passedOn = [lead('bureau', 40), lead('township', 10, 30, 'returned')]

describe('who is responsible', () => {
  test.each([
    [9, null],
    [10, 'township'],
    [29, 'township'],
    [30, null],
    [40, 'bureau'],
    [99, 'bureau'],
  ])('at %d is %s', (at, expected) => expect(responsibleAt(passedOn, at)).toBe(expected))

  test('stays who handled it, and is never who only supports', () => {
    expect(responsibleAt([lead('bureau', 1, 5, 'done')], 9)).toBe('bureau')
    expect(responsibleAt([lead('bureau', 1, 5)], 9)).toBe('bureau')
    expect(responsibleAt([{ ...lead('fire', 3), role: 'support' }, lead('bureau', 1)], 9)).toBe('bureau')
    expect(responsibleAt([], 9)).toBeNull()
  })

  test('does not change any more from responsibleSince on', () => {
    expect(responsibleSince(passedOn)).toBe(40)
    expect(responsibleSince([lead('township', 10, 30, 'returned')])).toBe(30)
    expect(responsibleSince([lead('bureau', 1, 5, 'done')])).toBe(1)
    expect(responsibleSince([])).toBeNull()
  })
})

test('what was known at a moment has neither later assignments nor later ends', () => {
  expect(assignmentsBy(passedOn, 20)).toEqual([lead('township', 10)])
  expect(assignmentsBy(passedOn, 35)).toEqual([lead('township', 10, 30, 'returned')])
})
