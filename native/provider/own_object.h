// How this provider knows its own messages and attachments among the objects that clients hand in.
#pragma once

#include "abi/mapi.h"

namespace mapi_msg {

class AttachmentData;
class MessageData;
class MessageTree;

class OwnObject {
  public:
    static constexpr GUID kIid = {
        0x9A2C1C3F, 0x6F0E, 0x4C39, {0x9E, 0x0D, 0x51, 0x8B, 0x77, 0x2A, 0x64, 0xD1}};
    // Another copy of this DLL may be in the process.
    static const void* ThisModule() {
        static const char module = 0;
        return &module;
    }

    virtual const void* Module() const noexcept = 0;

    // What GetAttribIMsgOnIStg and SetAttribIMsgOnIStg do.
    virtual HRESULT GetAttributes(const SPropTagArray* tags, SPropAttrArray** attributes) noexcept = 0;
    virtual HRESULT SetAttributes(const SPropTagArray* tags, const SPropAttrArray* attributes,
                                  SPropProblemArray** problems) noexcept = 0;

    // The following are to be called under the lock of the tree.
    virtual MessageTree& OwnTree() noexcept = 0;
    // Throws unless the client may change the object.
    virtual void RequireChangeable() = 0;
    // One of them is null.
    virtual MessageData* AsMessage() noexcept { return nullptr; }
    virtual AttachmentData* AsAttachment() noexcept { return nullptr; }
    // What it was opened from. Null for a top-level message.
    virtual OwnObject* Container() noexcept = 0;

  protected:
    ~OwnObject() = default;
};

}  // namespace mapi_msg
