// Objects are free-threaded, and a session may be closed whatever its objects are doing.
#include <atomic>
#include <thread>
#include <vector>

#include "client/made_message.h"
#include "client/suites.h"

namespace client {

namespace {

void CheckReading() {
    const ComPtr<IStorage> storage = MakeMessageStorage();
    const ComPtr<IMessage> message = OpenMessage(storage.Get());
    std::atomic<int> failures{0};
    const auto work = [&] {
        for (int round = 0; round < 50; ++round) {
            ComPtr<IAttach> attachment;
            if (FAILED(message->OpenAttach(kFileAttachment, nullptr, 0, attachment.Put()))) ++failures;
            const Props props = GetProps(message.Get(), nullptr, MAPI_UNICODE);
            if (FAILED(props.result)) ++failures;
            ComPtr<IMAPITable> table;
            if (FAILED(message->GetRecipientTable(0, table.Put())) || !QueryRows(table.Get(), 10)) ++failures;
        }
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) threads.emplace_back(work);
    for (std::thread& thread : threads) thread.join();
    CheckNumber(failures, 0, "one message is read by four threads at a time");
}

// Reads until the session is closed; false if anything but that ends it.
bool ReadUntilClosed(IMessage* message) {
    for (;;) {
        ComPtr<IMAPITable> table;
        HRESULT result = message->GetRecipientTable(0, table.Put());
        if (FAILED(result)) return result == MAPI_E_INVALID_OBJECT;
        SRowSet* rows = nullptr;
        result = table->QueryRows(10, 0, &rows);
        const RowsOwner owner(rows);
        if (FAILED(result)) return result == MAPI_E_INVALID_OBJECT;
        ComPtr<IAttach> attachment;
        result = message->OpenAttach(kMessageAttachment, nullptr, 0, attachment.Put());
        if (FAILED(result)) return result == MAPI_E_INVALID_OBJECT;
        ComPtr<IMessage> embedded;
        result = attachment->OpenProperty(PR_ATTACH_DATA_OBJ, &IID_IMessage, 0, 0,
                                          reinterpret_cast<IUnknown**>(embedded.Put()));
        if (FAILED(result)) return result == MAPI_E_INVALID_OBJECT;
    }
}

void CheckClosing() {
    constexpr int kRounds = 10;
    std::atomic<int> failures{0};
    for (int round = 0; round < kRounds; ++round) {
        LPMSGSESS session = nullptr;
        mapi.OpenIMsgSession(mapi.MAPIGetDefaultMalloc(), 0, &session);
        const ComPtr<IStorage> storage = MakeMessageStorage();
        ComPtr<IMessage> message;
        mapi.OpenIMsgOnIStg(session, mapi.MAPIAllocateBuffer, mapi.MAPIAllocateMore, mapi.MAPIFreeBuffer,
                            mapi.MAPIGetDefaultMalloc(), nullptr, storage.Get(), nullptr, 0, 0,
                            message.Put());
        std::atomic<int> reading{0};
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&] {
                ++reading;
                if (!ReadUntilClosed(message.Get())) ++failures;
            });
        }
        while (reading < 4) std::this_thread::yield();
        mapi.CloseIMsgSession(session);
        for (std::thread& thread : threads) thread.join();
    }
    CheckNumber(failures, 0, "a session is closed while four threads read its message");
}

}  // namespace

void CheckThreads() {
    CheckReading();
    CheckClosing();
}

}  // namespace client
