// The client's memory functions fail at each call in turn: methods answer that, and nothing is lost.
#include <atomic>

#include "client/made_message.h"
#include "client/suites.h"

namespace client {

namespace {

std::atomic<int> callsLeft{0};

SCODE WINAPI FailingAllocate(ULONG size, LPVOID* block) {
    if (--callsLeft < 0) return MAPI_E_NOT_ENOUGH_MEMORY;
    return mapi.MAPIAllocateBuffer(size, block);
}

bool IsAllowed(HRESULT result) { return SUCCEEDED(result) || result == MAPI_E_NOT_ENOUGH_MEMORY; }

// Whether everything answered success or the lack of memory.
bool UseMessage(IMessage* message) {
    bool allowed = true;
    const Props props = GetProps(message, nullptr, MAPI_UNICODE);
    allowed = allowed && IsAllowed(props.result);
    SPropTagArray* tags = nullptr;
    allowed = allowed && IsAllowed(message->GetPropList(0, &tags));
    const MapiOwner<SPropTagArray> tagsOwner(tags);
    SPropTagArray* ids = nullptr;
    MAPINAMEID** names = nullptr;
    ULONG count = 0;
    allowed = allowed && IsAllowed(message->GetNamesFromIDs(&ids, nullptr, 0, &count, &names));
    const MapiOwner<SPropTagArray> idsOwner(ids);
    const MapiOwner<MAPINAMEID*> namesOwner(names);
    ComPtr<IMAPITable> table;
    allowed = allowed && IsAllowed(message->GetRecipientTable(MAPI_UNICODE, table.Put()));
    if (!table) return allowed;
    SRowSet* rows = nullptr;
    allowed = allowed && IsAllowed(table->QueryRows(100, 0, &rows));
    const RowsOwner rowsOwner(rows);
    SPropTagArray* columns = nullptr;
    allowed = allowed && IsAllowed(table->QueryColumns(TBL_ALL_COLUMNS, &columns));
    const MapiOwner<SPropTagArray> columnsOwner(columns);
    return allowed;
}

}  // namespace

void CheckFaults() {
    const ComPtr<IStorage> storage = MakeMessageStorage();
    ComPtr<IMessage> message;
    mapi.OpenIMsgOnIStg(nullptr, FailingAllocate, mapi.MAPIAllocateMore, mapi.MAPIFreeBuffer,
                        mapi.MAPIGetDefaultMalloc(), nullptr, storage.Get(), nullptr, 0, 0, message.Put());
    if (!message) return Check(false, "a message with memory functions of the client's");
    ULONG before = 0;
    if (mapi.MapiMsgLiveCounts) mapi.MapiMsgLiveCounts(nullptr, &before);
    bool allowed = true;
    int failAfter = 0;
    for (;; ++failAfter) {
        callsLeft = failAfter;
        allowed = UseMessage(message.Get()) && allowed;
        if (callsLeft >= 0) break;  // there was memory enough for all of it
    }
    Check(failAfter > 5, "the memory functions are the client's");
    Check(allowed, "a failing allocation is answered with MAPI_E_NOT_ENOUGH_MEMORY");
    ULONG after = 0;
    if (mapi.MapiMsgLiveCounts) mapi.MapiMsgLiveCounts(nullptr, &after);
    CheckNumber(after, before, "no memory is lost by failing");
}

}  // namespace client
