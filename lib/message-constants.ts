/** Values of PR_RECIPIENT_TYPE. https://learn.microsoft.com/office/client-developer/outlook/mapi/pidtagrecipienttype-canonical-property */
export const MAPI_ORIG = 0
export const MAPI_TO = 1
export const MAPI_CC = 2
export const MAPI_BCC = 3

/** Bits of PR_MESSAGE_FLAGS. https://learn.microsoft.com/office/client-developer/outlook/mapi/pidtagmessageflags-canonical-property */
export const MSGFLAG_READ = 0x00000001
export const MSGFLAG_UNMODIFIED = 0x00000002
export const MSGFLAG_SUBMIT = 0x00000004
/** A draft: Outlook opens the message for editing. */
export const MSGFLAG_UNSENT = 0x00000008
export const MSGFLAG_HASATTACH = 0x00000010
export const MSGFLAG_FROMME = 0x00000020

/** Values of PR_NATIVE_BODY_INFO: which body the others were made from. https://learn.microsoft.com/office/client-developer/outlook/mapi/pidtagnativebody-canonical-property */
export const NATIVE_BODY_PLAINTEXT = 1
export const NATIVE_BODY_RTF = 2
export const NATIVE_BODY_HTML = 3

/** In PR_ATTACH_FLAGS: a picture that the HTML shows. https://learn.microsoft.com/office/client-developer/outlook/mapi/pidtagattachflags-canonical-property */
export const ATT_MHTML_REF = 0x00000004

/** What a property may be used for. https://learn.microsoft.com/office/client-developer/outlook/mapi/spropattrarray */
export const PROPATTR_MANDATORY = 0x00000001
export const PROPATTR_READABLE = 0x00000002
export const PROPATTR_WRITEABLE = 0x00000004
/** In answers only: there is no such property. */
export const PROPATTR_NOT_PRESENT = 0x00000008
