// What PR_ATTACH_DATA_OBJ of an attachment holds: a message, or the storage of an OLE object.
#pragma once

#include <memory>

#include "abi/com_ptr.h"
#include "abi/mapi.h"

namespace mapi_msg {

class MessageData;

struct DataObject {
    std::shared_ptr<MessageData> message;
    ComPtr<IStorage> storage;
};

}  // namespace mapi_msg
