#include <cstdint>
#include <cstring>

#include "client/suites.h"

namespace client {

void CheckMemory() {
    void* root = nullptr;
    CheckResult(mapi.MAPIAllocateBuffer(100, &root), S_OK, "MAPIAllocateBuffer");
    Check(reinterpret_cast<std::uintptr_t>(root) % 8 == 0, "blocks are aligned to 8 bytes");
    std::memset(root, 1, 100);
    for (int i = 0; i < 3; ++i) {
        void* more = nullptr;
        CheckResult(mapi.MAPIAllocateMore(1000, root, &more), S_OK, "MAPIAllocateMore");
        std::memset(more, 2, 1000);
    }
    void* none = nullptr;
    CheckResult(mapi.MAPIAllocateMore(10, nullptr, &none), MAPI_E_INVALID_PARAMETER,
                "MAPIAllocateMore without a root block");
    CheckNumber(mapi.MAPIFreeBuffer(root), S_OK, "MAPIFreeBuffer frees the chain");
    CheckNumber(mapi.MAPIFreeBuffer(nullptr), S_OK, "MAPIFreeBuffer of NULL");
    CheckResult(mapi.MAPIAllocateBuffer(0, &root), S_OK, "MAPIAllocateBuffer of 0 bytes");
    mapi.MAPIFreeBuffer(root);
    CheckResult(mapi.MAPIAllocateBuffer(1, nullptr), MAPI_E_INVALID_PARAMETER,
                "MAPIAllocateBuffer without a place for the block");

    CheckResult(mapi.MapStorageSCode(S_OK), S_OK, "MapStorageSCode(S_OK)");
    CheckResult(mapi.MapStorageSCode(STG_E_ACCESSDENIED), MAPI_E_NO_ACCESS,
                "MapStorageSCode(STG_E_ACCESSDENIED)");
    CheckResult(mapi.MapStorageSCode(STG_E_FILENOTFOUND), MAPI_E_NOT_FOUND,
                "MapStorageSCode(STG_E_FILENOTFOUND)");
    CheckResult(mapi.MapStorageSCode(static_cast<SCODE>(0x80031234)), MAPI_E_CALL_FAILED,
                "MapStorageSCode of a code that is none");
}

}  // namespace client
