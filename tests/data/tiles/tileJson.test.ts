import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { expect, it } from 'vitest'
import { tileJsonSchema } from '#data/model/api.ts'
import { tileJson } from '#data/tiles/tileJson.ts'
import { MESH_LEVELS } from '../../fixtures/raggedMesh.ts'
import { COLUMNS } from '../../fixtures/tiles.ts'
import { describeWithData, testData } from '../../setup/testData.ts'

const made = tileJson({
  url: 'http://127.0.0.1:8420/api/tiles/1/grid/{z}/{x}/{y}.mvt?seq=7',
  version: 1,
  level: MESH_LEVELS[4],
  bounds: [112, 36, 113, 37],
  columns: COLUMNS,
})

it('says what the layers carry, figures in units and labels', () => {
  expect(tileJsonSchema.parse(made)).toEqual(made)
  const fields = Object.fromEntries(made.vector_layers.map((layer) => [layer.id, Object.keys(layer.fields)]))
  expect(Object.keys(fields)).toEqual(['borders', 'labels', 'meta', 'units'])
  expect(fields.units).toEqual(['code', 'name', 'level', 'coarse', 'state', 'received', 'handledRate'])
  expect(fields.labels).toEqual(fields.units)
})

it('has no figures for geometry alone', () => {
  const { vector_layers } = tileJson({
    url: 'x',
    version: 1,
    level: MESH_LEVELS[0],
    bounds: [0, 0, 1, 1],
    columns: null,
  })
  expect(Object.keys(vector_layers[3].fields)).toEqual(['code', 'name', 'level', 'coarse'])
})

describeWithData('TileJSON', ['fixtures/tilejson/3.0.0/schema.json'], () => {
  it('keeps to the schema of TileJSON 3.0', () => {
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(
      JSON.parse(readFileSync(testData('fixtures/tilejson/3.0.0/schema.json')!, 'utf8')) as object,
    )
    validate(made)
    expect(validate.errors).toBeNull()
  })
})
