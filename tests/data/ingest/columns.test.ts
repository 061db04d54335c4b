import { describe, expect, it } from 'vitest'
import { guessColumns, isFreeText, isPersonal, isScientific } from '#data/ingest/columns.ts'
import { proposeIncidents, proposeUnits } from '#data/ingest/propose.ts'

describe('guessColumns', () => {
  it('reads the headers of a Chinese work-order export', () => {
    expect(
      guessColumns(['工单号', '受理时间', '三级分类', '紧急程度', '问题点位', '承办单位', '网格编码']),
    ).toEqual({
      sourceId: '工单号',
      received: '受理时间',
      category: '三级分类',
      urgency: '紧急程度',
      point: '问题点位',
      organisation: '承办单位',
      unitCode: '网格编码',
    })
  })

  it('reads the headers of an English 311 export', () => {
    expect(
      guessColumns([
        'Creation_Date',
        'Completion_Date',
        'Service_Request_Number',
        'Type_of_Service_Request',
        'Community_Area',
        'Latitude',
        'Longitude',
        'Location',
      ]),
    ).toEqual({
      sourceId: 'Service_Request_Number',
      received: 'Creation_Date',
      closed: 'Completion_Date',
      category: 'Type_of_Service_Request',
      unitCode: 'Community_Area',
      lng: 'Longitude',
      lat: 'Latitude',
    })
  })
})

describe('the column of when a matter came in', () => {
  const receivedOf = (headers: string[], row: string[]) =>
    proposeIncidents({ file: 'calls.csv', headers, rows: [row] }, 'Asia/Shanghai').mapping.columns as Record<
      string,
      string
    >

  it('is the one that says received, not a mere date before it', () => {
    const headers = ['call_date', 'watch_date', 'received_timestamp', 'on_scene_timestamp']
    const row = ['2006-01-10', '2006-01-10', '2006-01-10 19:44:46+00:00', '2006-01-10 19:50:00+00:00']
    expect(receivedOf(headers, row)).toMatchObject({
      received: 'received_timestamp',
      responded: 'on_scene_timestamp',
    })
    expect(receivedOf(['call_date', 'call_time'], ['2006-01-10', '2006-01-10 19:44'])).toMatchObject({
      received: 'call_time',
    })
  })

  it('is of several of a kind the first that tells the time of day', () => {
    const headers = ['上报日期', '受理时间', '登记时间']
    expect(receivedOf(headers, ['2026-06-01', '2026-06-01 08:30', '2026-06-01 09:00']).received).toBe(
      '受理时间',
    )
    // A date written with midnight tells none.
    expect(
      receivedOf(['Created_Date', 'Created_Time'], ['2026-06-01T00:00:00.000', '1/6/2026 8:30 AM']).received,
    ).toBe('Created_Time')
    expect(receivedOf(['受理日期', '登记日期'], ['20260601', '20260602']).received).toBe('受理日期')
    expect(receivedOf(['受理日期', '登记日期'], ['20260601', '20260602083000']).received).toBe('登记日期')
  })
})

describe('columns that hold persons', () => {
  it.each([
    '诉求人',
    '联系电话',
    '身份证号',
    '诉求人住址',
    'caller_name',
    'Phone',
    'incident_address',
    'Street_Address',
  ])('are known by the header %s', (header) => {
    expect(isPersonal(header, [])).toBe(true)
  })

  it('are known by their values under any header', () => {
    expect(isPersonal('列3', ['13800000000', '13911112222', ''])).toBe(true)
    expect(isPersonal('列3', ['14040300000000001X', '140403199001011234'])).toBe(true)
    expect(isPersonal('工单号', ['20260101001', '20260101002'])).toBe(false)
  })

  it('stand beside free text, which is never stored', () => {
    expect(isFreeText('诉求内容')).toBe(true)
    expect(isFreeText('status_notes')).toBe(true)
    expect(isFreeText('category')).toBe(false)
  })
})

describe('isScientific', () => {
  it('knows a code that a spreadsheet has rounded', () => {
    expect(isScientific('1.40402E+14')).toBe(true)
    expect(isScientific('140402001001001')).toBe(false)
    expect(isScientific('E12')).toBe(false)
  })
})

describe('a proposal', () => {
  it('drops what it must and says what it could not find', () => {
    const { mapping, notes } = proposeIncidents(
      {
        file: 'Calls 2026.csv',
        headers: ['编号', '姓名', '内容', 'Location'],
        rows: [['1', '甲', '某事', '(36.19, 113.11)']],
      },
      'Asia/Shanghai',
    )
    expect(mapping).toMatchObject({
      source: { key: 'calls-2026' },
      drop: ['姓名', '内容'],
      columns: { sourceId: '编号', point: 'Location' },
      pointOrder: 'lat,lng',
    })
    expect(notes.map(({ code, message }) => `${code} ${message}`).join()).toContain(
      'no-received-column 没有找到受理时间列：请填写 columns.received',
    )
  })

  it('takes the unique number column of a unit file for its code, and no income for households', () => {
    const features = [1, 2, 3].map((n) => ({
      community: `C${n}`,
      area_num_1: String(n),
      median_household_income: 5,
    }))
    expect(proposeUnits('areas.geojson', features, 'America/Chicago').mapping.columns).toEqual({
      code: 'area_num_1',
      name: 'community',
    })
  })

  it('takes the wordiest column of a unit file for its name where none says so, else its code', () => {
    const towns = ['韩店镇', '郝家庄镇', '漳泽街道'].map((city, i) => ({
      ...{ id: `14040${i}`, kind: 'TOWN', link: `https://x.test/${city}`, of: '长治市', city },
    }))
    const columnsOf = (features: Record<string, unknown>[]) =>
      proposeUnits('towns.geojson', features, 'Asia/Shanghai').mapping.columns
    expect(columnsOf(towns)).toEqual({ code: 'id', name: 'city' })
    expect(columnsOf(towns.map(({ id, of }) => ({ id, of })))).toEqual({ code: 'id', name: 'id' })
  })
})
