import { checkInteger } from './argument-errors.js'
import { standsFor, type InterfaceId } from './interfaces.js'
import type { NativeHandle } from './native.js'
import { checkOptions, isBoolean } from './options.js'
import type { PropTag } from './prop-tag.js'
import { PropertyRow } from './property-row.js'
import { toTagArray } from './property-values.js'
import { callOn, nameOf, SessionObject } from './session-object.js'

const TBL_NOADVANCE = 0x00000001
const TBL_ALL_COLUMNS = 0x00000001
const batch = 100
const maxLong = 0x7fffffff

/** Where a row is counted from. */
export const BOOKMARK_BEGINNING = 0
export const BOOKMARK_CURRENT = 1
export const BOOKMARK_END = 2

/**
 * The table of a message's recipients or attachments: each row some properties of one of them.
 * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imapitableiunknown
 */
export class MapiTable extends SessionObject implements AsyncIterable<PropertyRow> {
  /** @internal */
  constructor(handle: NativeHandle, owner: SessionObject, name: string) {
    super(handle, owner, 'table', name)
  }

  /**
   * Chooses the columns of the rows to come.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imapitable-setcolumns
   */
  async setColumns(tags: readonly PropTag[]): Promise<void> {
    const columns = toTagArray('tags', tags)
    await callOn(this, `Choosing the columns of ${nameOf(this)}`, (native, handle) =>
      native.setColumns(handle, columns, 0),
    )
  }

  /**
   * The columns of the rows to come.
   * @param options.all All columns that the table has to offer, not only those chosen. The default is false.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imapitable-querycolumns
   */
  async queryColumns(options?: { all?: boolean | undefined }): Promise<PropTag[]> {
    checkOptions(options, { all: isBoolean })
    const tags = await callOn(this, `Listing the columns of ${nameOf(this)}`, (native, handle) =>
      native.queryColumns(handle, options?.all ? TBL_ALL_COLUMNS : 0),
    )
    return tags as PropTag[]
  }

  /**
   * How many rows the table has.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imapitable-getrowcount
   */
  async getRowCount(): Promise<number> {
    return callOn(this, `Counting the rows of ${nameOf(this)}`, (native, handle) =>
      native.getRowCount(handle),
    )
  }

  /**
   * Reads rows from where the table stands, and moves on.
   * @param count How many at the most; a negative count reads backwards.
   * @param options.noAdvance TBL_NOADVANCE: stay where the table stands. The default is false.
   * @returns Fewer rows than asked, or none, at the end of the table, and where the provider gives fewer at a time.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imapitable-queryrows
   */
  async queryRows(count: number, options?: { noAdvance?: boolean | undefined }): Promise<PropertyRow[]> {
    checkInteger('count', count, -maxLong, maxLong)
    checkOptions(options, { noAdvance: isBoolean })
    const rows = await callOn(this, `Reading rows of ${nameOf(this)}`, (native, handle) =>
      native.queryRows(handle, count, options?.noAdvance ? TBL_NOADVANCE : 0, false),
    )
    return rows.map((row) => new PropertyRow(row))
  }

  /** Reads all rows, from the first, wherever the table stands. */
  async queryAll(): Promise<PropertyRow[]> {
    const rows = await callOn(this, `Reading the rows of ${nameOf(this)}`, (native, handle) =>
      native.queryAllRows(handle, false),
    )
    return rows.map((row) => new PropertyRow(row))
  }

  /**
   * Moves to another row.
   * @param bookmark BOOKMARK_BEGINNING, BOOKMARK_CURRENT or BOOKMARK_END.
   * @param count How many rows from there; negative to go backwards.
   * @returns How many rows it moved.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imapitable-seekrow
   */
  async seekRow(bookmark: number, count: number): Promise<number> {
    checkInteger('bookmark', bookmark, 0, 0xffffffff)
    checkInteger('count', count, -maxLong, maxLong)
    return callOn(this, `Seeking in ${nameOf(this)}`, (native, handle) =>
      native.seekRow(handle, bookmark, count),
    )
  }

  /** The rows from where the table stands to its end. */
  async *[Symbol.asyncIterator](): AsyncGenerator<PropertyRow> {
    for (;;) {
      const rows = await this.queryRows(batch)
      if (rows.length === 0) return
      yield* rows
    }
  }
}

/** The interface of tables, for `openProperty`. */
export const IID_IMAPITable: InterfaceId<MapiTable> = standsFor(
  '{00020301-0000-0000-c000-000000000046}',
  (handle, owner, name) => new MapiTable(handle, owner, name),
)
