const notAMessageFile =
  'this is not a compound file, so not an Outlook .msg file. Mail in text form (.eml) and documents renamed to .msg are not'
const damaged = 'the file is damaged or cut off. Copy it again from where it came'
const inUse =
  'another program has the file open. Close it there, or, to read a file that another program writes, open it with share: "denyNone"'

/** In words a user can act on; by the name of the result code. */
const explanations: Record<string, string> = {
  STG_E_FILENOTFOUND: 'there is no such file',
  STG_E_PATHNOTFOUND: 'there is no such folder',
  STG_E_ACCESSDENIED: 'this user may not open the file, or may only read it: then open it with mode: "read"',
  STG_E_SHAREVIOLATION: inUse,
  STG_E_LOCKVIOLATION: inUse,
  STG_E_INVALIDHEADER:
    'the header is damaged or cut off, or not that of a compound file, so not of an Outlook .msg file',
  STG_E_DOCFILECORRUPT: damaged,
  STG_E_READFAULT: damaged,
  STG_E_SEEKERROR: damaged,
  STG_E_OLDFORMAT: 'the file has a format older than compound files',
  STG_E_UNKNOWN: damaged,
  STG_E_INVALIDNAME:
    'Windows accepts no file of this name: it has one of < > : " | ? *, or is too long, or reserved for a device',
  STG_E_MEDIUMFULL: 'the disk is full. Nothing was changed. Free some space and try again',
  STG_E_DOCFILETOOLARGE: 'it is larger than the file format allows',
  STG_E_INSUFFICIENTMEMORY: 'there is not enough memory',
  STG_E_TOOMANYOPENFILES: 'too many files are open',
  STG_E_DISKISWRITEPROTECTED: 'the disk is write-protected',
  STG_E_NOTCURRENT: 'the file was changed by others since it was opened. Open it again',
  MAPI_E_NOT_FOUND: 'it is not there',
  MAPI_E_NO_SUPPORT: 'the MAPI provider does not support this',
  MAPI_E_NO_ACCESS: 'this is not allowed, or the object is open for reading only',
  MAPI_E_BAD_VALUE: 'the value does not fit the property',
  MAPI_E_INVALID_TYPE: 'the property cannot have this type',
  MAPI_E_COLLISION: 'it is there already',
  MAPI_E_FOLDER_CYCLE: 'the target is in what is copied',
  MAPI_E_DECLINE_COPY: 'the MAPI provider declined to copy',
  MAPI_E_OBJECT_CHANGED: 'others changed the object meanwhile. Open it again, or save it with force: true',
  MAPI_E_OBJECT_DELETED: 'others deleted the object meanwhile',
  MAPI_E_NOT_ENOUGH_MEMORY: 'there is not enough memory, or the value is too large for this call',
  MAPI_E_INVALID_PARAMETER: 'the MAPI provider refused a parameter',
  MAPI_E_INTERFACE_NOT_SUPPORTED: 'the property does not offer this interface',
  MAPI_E_CORRUPT_DATA:
    'the message in the file is damaged, or there is none: any compound file may be named .msg',
  MAPI_E_UNKNOWN_FLAGS: 'the MAPI provider does not know one of the flags',
  MAPI_E_BAD_CHARWIDTH: 'the MAPI provider does not have these strings in this character width',
  MAPI_E_UNEXPECTED_TYPE: 'the property has another type than the tag says',
  MAPI_E_TOO_COMPLEX: 'this is too complex for the MAPI provider',
  MAPI_E_TOO_BIG: 'it is too large',
  MAPI_E_INVALID_BOOKMARK: 'there is no such bookmark, or it was freed',
  MAPI_E_COMPUTED: 'the property is computed by MAPI and cannot be set',
  MAPI_E_INVALID_OBJECT:
    'MAPI has closed the object: saveChanges leaves one that can only be closed, unless it is told to keepOpen',
  MAPI_E_NOT_INITIALIZED: 'MAPI is not initialized',
  MAPI_E_CALL_FAILED: 'MAPI gives no reason',
  MAPI_E_DISK_ERROR: 'the file is damaged or cut off, or the disk could not be read or written',
  MAPI_E_NOT_ENOUGH_DISK:
    'the disk is full: that of the file, or that of the folder for temporary files (TEMP). Free some space and try again',
  MAPI_E_NOT_ENOUGH_RESOURCES: 'there are not enough resources',
}

/** Why a file could not be replaced with what was to be saved, and what to do, by what its storage answered. */
const savingProblems: Record<string, [why: string, remedy: string]> = {
  STG_E_ACCESSDENIED: ['this user may not write there, or the file or its folder is read-only', 'Allow it'],
  STG_E_SHAREVIOLATION: ['another program has the file open', 'Close it there'],
  STG_E_LOCKVIOLATION: ['another program has the file open', 'Close it there'],
  STG_E_MEDIUMFULL: ['the disk is full', 'Free some space'],
  STG_E_DISKISWRITEPROTECTED: ['the disk is write-protected', 'Allow writing'],
  STG_E_FILENOTFOUND: ['the folder of the file is not there any more', 'Make it again'],
  STG_E_PATHNOTFOUND: ['the folder of the file is not there any more', 'Make it again'],
}

const savingMethods = /^(IMAPIProp::SaveChanges|IStorage::Commit)$/

const temporaryFolderFull =
  'the disk with the folder for temporary files (TEMP) is full: large values lie there until they are saved. Free some space there and write again'

/** For what is in a storage. */
const elementExplanations: Record<string, string> = {
  STG_E_FILENOTFOUND: 'there is nothing of this name and kind',
  STG_E_FILEALREADYEXISTS: 'there is something of this name already. Pass replace: true to replace it',
  STG_E_ACCESSDENIED:
    'it is open for reading only, or open elsewhere. To write, open the file and what is in it with mode: "readwrite"',
  STG_E_INVALIDNAME: 'the name is empty, longer than 31 characters, or has one of / \\ : !',
}

const readOnly =
  'the object is open for reading only. Open the file with mode: "readwrite", and what is in it with modify: true'

/** The methods that nobody calls who wants to read alone. */
const writingMethods =
  /(SetProps|DeleteProps|SaveChanges|CreateAttach|DeleteAttach|ModifyRecipients|SetAttribIMsgOnIStg)$/

/**
 * Why a function failed with a result code, without a full stop; undefined if nothing better than its name is known.
 * @param storageName The name of what the storage answered, where MAPI told.
 */
export function explain(name: string | undefined, method: string, storageName?: string): string | undefined {
  if (name === undefined) return undefined
  if (savingMethods.test(method)) {
    const [why, remedy] = savingProblems[storageName ?? name] ?? []
    if (why && remedy) {
      return `${why}. ${remedy} and save again: the file is what it was, and what was to be saved is still in the object`
    }
  }
  if (name === 'STG_E_MEDIUMFULL' && /^(ISequentialStream|IStream)::/.test(method)) return temporaryFolderFull
  if (/^(IStorage|IStream|ISequentialStream)\b/.test(method) && name in elementExplanations) {
    return elementExplanations[name]
  }
  if (name === 'STG_E_FILEALREADYEXISTS') {
    return method.includes('Create')
      ? 'there is a file of this name already. Pass overwrite: true to replace it'
      : notAMessageFile
  }
  if (name === 'MAPI_E_NO_ACCESS' && writingMethods.test(method)) return readOnly
  return explanations[name]
}
