// IMAPIProp::CopyTo and CopyProps.
#pragma once

#include <mutex>
#include <span>

#include "abi/com_ptr.h"
#include "abi/windows_sync.h"
#include "provider/own_object.h"
#include "provider/property_source.h"

namespace mapi_msg {

struct CopyRequest {
    // CopyProps names what to copy, CopyTo what not to.
    bool onlyTheseTags;
    const SPropTagArray* tags;
    ULONG flags;
    IMAPIProgress* progress;
    const GUID* interfaceId;
    void* target;
    SPropProblemArray** problems;
    std::span<const GUID> excludedInterfaces = {};
};

// The object that is copied to.
class CopyTarget {
  public:
    // Throws if the request makes no sense.
    explicit CopyTarget(const CopyRequest& request);

    struct Locks {
        std::unique_lock<RecursiveMutex> source;
        std::unique_lock<RecursiveMutex> target;
    };
    // Locks the tree of the source and that of the target, if it is one of this provider. Two threads may
    // copy in opposite directions.
    Locks Lock(MessageTree& source) const;

    // Null if it is of another provider.
    OwnObject* Own() const { return own_; }
    IMAPIProp& Props() const { return *props_; }
    bool IsMessage() const { return isMessage_; }

  private:
    ComPtr<IMAPIProp> props_;
    OwnObject* own_ = nullptr;
    bool isMessage_;
};

// `properties` are those of `source`.
HRESULT CopyObject(OwnObject& source, PropertySource& properties, const CopyRequest& request,
                   const CopyTarget& target);

}  // namespace mapi_msg
