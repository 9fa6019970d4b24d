#include "compound_files/checks.h"
#include "compound_files/programs.h"

namespace mapi_msg {

int Rewrite(const std::wstring& path) {
    ComPtr<IStorage> storage;
    HRESULT result = S_OK;
    // While the test looks at the file.
    do {
        result = OpenNativeFileStorage(path, kWritable, storage.Put());
    } while (result == STG_E_SHAREVIOLATION);
    CHECK_OK(result);
    // Each time all bytes are the same, and other ones than before.
    for (std::uint8_t value = 0;; ++value) {
        Put(*storage, L"stream", Bytes(300000, value));
        Put(*storage, L"small", Bytes(100, value));
        // While the test looks at the file it cannot be replaced.
        do {
            result = storage->Commit(STGC_DEFAULT);
        } while (result == STG_E_SHAREVIOLATION || result == STG_E_ACCESSDENIED);
        CHECK_OK(result);
    }
}

}  // namespace mapi_msg
