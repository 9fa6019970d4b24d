import { checkInteger, invalidArgType } from './argument-errors.js'
import { standsFor, type InterfaceId } from './interfaces.js'
import { MapiError } from './mapi-error.js'
import type { ExtendedError } from './prop-reader.js'
import type { NativeHandle } from './native.js'
import { checkOptions, isBoolean, isULong } from './options.js'
import type { PropTag } from './prop-tag.js'
import { PropertyRow } from './property-row.js'
import { toTag, toTagArray } from './property-values.js'
import { toNativeRestriction, type Restriction } from './restriction.js'
import { callOn, nameOf, SessionObject } from './session-object.js'

const TBL_NOADVANCE = 0x00000001
const TBL_ALL_COLUMNS = 0x00000001
const DIR_BACKWARD = 0x00000001
const TABLE_SORT_ASCEND = 0
const TABLE_SORT_DESCEND = 1
const batch = 100
const maxLong = 0x7fffffff

/** Where a row is counted from. */
export const BOOKMARK_BEGINNING = 0
export const BOOKMARK_CURRENT = 1
export const BOOKMARK_END = 2

/** A column to sort by. */
export interface SortOrder {
  tag: PropTag
  /** The default is ascending. */
  descending?: boolean | undefined
}

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
   * @param count How many at the most. A negative count first goes back by as many rows, then reads them in order.
   * @param options.noAdvance TBL_NOADVANCE: stand at the first row returned afterwards, instead of after the last one.
   *   The default is false.
   * @returns Fewer rows than asked, or none, at the end of the table, and where the provider gives fewer at a time.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imapitable-queryrows
   */
  async queryRows(count: number, options?: { noAdvance?: boolean | undefined }): Promise<PropertyRow[]> {
    checkInteger('count', count, -maxLong, maxLong)
    checkOptions(options, { noAdvance: isBoolean })
    const rows = await callOn(this, `Reading rows of ${nameOf(this)}`, (native, handle) =>
      native.queryRows(handle, count, options?.noAdvance ? TBL_NOADVANCE : 0, false),
    )
    return rows.map((row) => PropertyRow.of(row))
  }

  /**
   * Reads all rows, from the first, wherever the table stands.
   * @param options.rawStrings PT_STRING8 values as bytes instead of text. The default is false.
   */
  async queryAll<Raw extends boolean = false>(options?: {
    rawStrings?: Raw | undefined
  }): Promise<PropertyRow<Raw>[]> {
    checkOptions(options, { rawStrings: isBoolean })
    const rows = await callOn(this, `Reading the rows of ${nameOf(this)}`, (native, handle) =>
      native.queryAllRows(handle, options?.rawStrings ?? false),
    )
    return rows.map((row) => PropertyRow.of<Raw>(row))
  }

  /**
   * Moves to another row.
   * @param bookmark BOOKMARK_BEGINNING, BOOKMARK_CURRENT or BOOKMARK_END.
   * @param count How many rows from there; negative to go backwards.
   * @returns How many rows it moved.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imapitable-seekrow
   */
  async seekRow(bookmark: number, count: number): Promise<number> {
    isULong('bookmark', bookmark)
    checkInteger('count', count, -maxLong, maxLong)
    return callOn(this, `Seeking in ${nameOf(this)}`, (native, handle) =>
      native.seekRow(handle, bookmark, count),
    )
  }

  /**
   * Moves to about a fraction of the table: `seekRowApprox(1, 2)` to its middle.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imapitable-seekrowapprox
   */
  async seekRowApprox(numerator: number, denominator: number): Promise<void> {
    isULong('numerator', numerator)
    isULong('denominator', denominator)
    await callOn(this, `Seeking in ${nameOf(this)}`, (native, handle) =>
      native.seekRowApprox(handle, numerator, denominator),
    )
  }

  /**
   * Where the table stands: the number of the row, and the same as a fraction.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imapitable-queryposition
   */
  async queryPosition(): Promise<{ row: number; numerator: number; denominator: number }> {
    return callOn(this, `Asking for the position in ${nameOf(this)}`, (native, handle) =>
      native.queryPosition(handle),
    )
  }

  /**
   * Marks the row where the table stands, for `seekRow` and `findRow`. Free it when it is no longer needed.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imapitable-createbookmark
   */
  async createBookmark(): Promise<number> {
    return callOn(this, `Making a bookmark in ${nameOf(this)}`, (native, handle) =>
      native.createBookmark(handle),
    )
  }

  /**
   * Frees a bookmark of `createBookmark`.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imapitable-freebookmark
   */
  async freeBookmark(bookmark: number): Promise<void> {
    isULong('bookmark', bookmark)
    await callOn(this, `Freeing a bookmark in ${nameOf(this)}`, (native, handle) =>
      native.freeBookmark(handle, bookmark),
    )
  }

  /**
   * Moves to the next row for which a condition holds.
   * @param options.bookmark Where the search begins. The default is BOOKMARK_CURRENT.
   * @param options.backward DIR_BACKWARD: search towards the beginning. The default is false.
   * @returns Whether there is such a row; if not, the table stays where it stands.
   * @throws MapiError `MAPI_E_INVALID_BOOKMARK`, `MAPI_E_TOO_COMPLEX`.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imapitable-findrow
   */
  async findRow(
    restriction: Restriction,
    options?: { bookmark?: number | undefined; backward?: boolean | undefined },
  ): Promise<boolean> {
    checkOptions(options, { bookmark: isULong, backward: isBoolean })
    const native = toNativeRestriction(restriction)
    const { bookmark = BOOKMARK_CURRENT, backward = false } = options ?? {}
    try {
      await callOn(this, `Searching ${nameOf(this)}`, (addon, handle) =>
        addon.findRow(handle, native, bookmark, backward ? DIR_BACKWARD : 0),
      )
      return true
    } catch (error) {
      if (error instanceof MapiError && error.code === 'MAPI_E_NOT_FOUND') return false
      throw error
    }
  }

  /**
   * Leaves only the rows for which a condition holds; all rows again without one. Bookmarks are lost, and the table
   * stands at its beginning.
   * @throws MapiError `MAPI_E_TOO_COMPLEX` for a condition that the provider cannot judge.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imapitable-restrict
   */
  async restrict(restriction: Restriction | null): Promise<void> {
    const native = restriction === null ? null : toNativeRestriction(restriction)
    await callOn(this, `Restricting ${nameOf(this)}`, (addon, handle) => addon.restrict(handle, native, 0))
  }

  /**
   * Puts the rows in the order of one or more columns. Bookmarks are lost, and the table stands at its beginning.
   * @throws MapiError `MAPI_E_TOO_COMPLEX`, `MAPI_E_NO_SUPPORT`.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imapitable-sorttable
   */
  async sortTable(order: readonly SortOrder[]): Promise<void> {
    if (!Array.isArray(order)) throw invalidArgType('order', 'an array of { tag, descending }', order)
    const words = order.flatMap(({ tag, descending }: SortOrder, index) => [
      toTag(`order[${String(index)}].tag`, tag),
      descending ? TABLE_SORT_DESCEND : TABLE_SORT_ASCEND,
    ])
    await callOn(this, `Sorting ${nameOf(this)}`, (native, handle) =>
      native.sortTable(handle, Uint32Array.from(words), 0),
    )
  }

  /**
   * The order that the table is in.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imapitable-querysortorder
   */
  async querySortOrder(): Promise<SortOrder[]> {
    const words = await callOn(this, `Asking for the order of ${nameOf(this)}`, (native, handle) =>
      native.querySortOrder(handle),
    )
    const order: SortOrder[] = []
    for (let at = 0; at < words.length; at += 2) {
      order.push({ tag: words[at] as PropTag, descending: words[at + 1] === TABLE_SORT_DESCEND })
    }
    return order
  }

  /**
   * The state (TBLSTAT_*) and kind (TBLTYPE_*) of the table.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imapitable-getstatus
   */
  async getStatus(): Promise<{ status: number; type: number }> {
    return callOn(this, `Asking for the status of ${nameOf(this)}`, (native, handle) =>
      native.getStatus(handle),
    )
  }

  /**
   * What the table says about a failure that a call on it had answered.
   * @see https://learn.microsoft.com/office/client-developer/outlook/mapi/imapitable-getlasterror
   */
  async getLastError(hresult: number): Promise<ExtendedError | undefined> {
    isULong('hresult', hresult)
    const error = await callOn(this, `Asking ${nameOf(this)} about an error`, (native, handle) =>
      native.getTableLastError(handle, hresult),
    )
    return error ?? undefined
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
