import {
  ATTACH_OLE,
  MapiError,
  PR_ATTACH_DATA_OBJ,
  propTagName,
  PROP_TYPE,
  type AttachmentContents,
  type MessageContents,
  type NamedTag,
  type PropertyRow,
  type PropTag,
  type PropValue,
} from '../index.js'
import { tagText } from '../property-values.js'
import { namedPropertyName, propertySetName } from './named-property-names.js'
import { propTypeName } from './prop-type-name.js'

/** A property as `mapi-msg props` lists it. */
export interface ListedProperty {
  /** The tag as text: `0x0037001F`. */
  tag: string
  /** Of a property with a tag of its own: `PR_SUBJECT_W`. Of a named one: `PidLidReminderSet`. */
  name?: string
  /** Of a named property: `PSETID_Common`, or the GUID if the set has no name. */
  propertySet?: string
  /** Of a named property: the number or the string that is its name within the set. */
  id?: number | string
  /** `PT_UNICODE`. */
  type: string
  /** Missing where there is an error. */
  value?: PropValue
  /** Why there is no value. */
  error?: MapiError
}

export interface ListedObject {
  properties: ListedProperty[]
}

export interface ListedAttachment extends ListedObject {
  message?: ListedMessage
}

export interface ListedMessage extends ListedObject {
  recipients: ListedObject[]
  attachments: ListedAttachment[]
}

/** All properties of a message that was read with them. */
export function listProperties(contents: MessageContents): ListedMessage {
  const names = new Map((contents.names ?? []).map((name) => [name.tag >>> 16, name]))
  return listMessage(contents, names)
}

type Names = ReadonlyMap<number, NamedTag>

function listMessage(contents: MessageContents, names: Names): ListedMessage {
  const recipients = [...(contents.to ?? []), ...(contents.cc ?? []), ...(contents.bcc ?? [])]
  return {
    properties: listRow(contents.properties, names),
    recipients: recipients.map(({ properties }) => ({ properties: listRow(properties, names) })),
    attachments: (contents.attachments ?? []).map((attachment) => listAttachment(attachment, names)),
  }
}

function listAttachment(attachment: AttachmentContents, names: Names): ListedAttachment {
  const { properties, message, content, method } = attachment
  const listed = { properties: listRow(properties, names) }
  if (message || (method === ATTACH_OLE && !content)) listed.properties.push(attachedObject)
  listed.properties.sort(byTag)
  return message ? { ...listed, message: listMessage(message, names) } : listed
}

/** The property that is not read but opened. */
const attachedObject: ListedProperty = {
  tag: tagText(PR_ATTACH_DATA_OBJ),
  name: 'PR_ATTACH_DATA_OBJ',
  type: 'PT_OBJECT',
}

function listRow(row: PropertyRow | undefined, names: Names): ListedProperty[] {
  return [...(row ?? [])].map(([tag, value]) => listProperty(tag, value, names)).sort(byTag)
}

function byTag(a: ListedProperty, b: ListedProperty): number {
  return a.tag < b.tag ? -1 : 1
}

function listProperty(tag: PropTag, value: PropValue | MapiError, names: Names): ListedProperty {
  const result = value instanceof MapiError ? { error: value } : { value }
  const type = propTypeName(PROP_TYPE(tag))
  const named = names.get(tag >>> 16)
  if (!named) {
    const name = propTagName(tag)
    return { tag: tagText(tag), ...(name === undefined ? {} : { name }), type, ...result }
  }
  const name = namedPropertyName(named)
  return {
    tag: tagText(tag),
    ...(name === undefined ? {} : { name }),
    propertySet: propertySetName(named.propertySet) ?? named.propertySet,
    id: named.id ?? named.name,
    type,
    ...result,
  }
}
