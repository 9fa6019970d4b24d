// The three functions that message sessions are made of. Session thread only; these throw MapiFailure.
#pragma once

#include <memory>

#include "mapi/objects.h"
#include "mapi/release_callbacks.h"

namespace mapi_msg {

// https://learn.microsoft.com/office/client-developer/outlook/mapi/openimsgsession
std::shared_ptr<SessionHandle> OpenIMsgSession(const std::shared_ptr<Apartment>& apartment, ULONG flags);

struct OpenMessageOptions {
    // MAPI_UNICODE, IMSG_NO_ISTG_COMMIT
    ULONG flags = 0;
    // May be null.
    ReleaseCallback onRelease;
};

// The message alone, without an object of ours. `session` may be null.
ComPtr<IMessage> OpenMessageOnStorage(const Apartment& apartment, LPMSGSESS session, IStorage& storage,
                                      OpenMessageOptions options = {});

// `session` may be null: then the message stands alone. With `ownsStorage` nobody else uses the storage.
// https://learn.microsoft.com/office/client-developer/outlook/mapi/openimsgonistg
std::shared_ptr<MessageHandle> OpenIMsgOnIStg(const std::shared_ptr<Apartment>& apartment,
                                              const std::shared_ptr<SessionHandle>& session,
                                              const OpenedStorage& storage, bool ownsStorage,
                                              OpenMessageOptions options);

}  // namespace mapi_msg
