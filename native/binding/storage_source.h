// Where a storage comes from, as lib/ says it.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "binding/napi_setup.h"
#include "mapi/objects.h"
#include "mapi/provider.h"
#include "storage/file_mode.h"

namespace mapi_msg {

// Whose compound files: OLE's, or our own.
enum class StorageEngine { Ole, Native };

struct StorageSource {
    enum class Kind { File, Bytes, NewFile, NewInMemory };

    Kind kind = Kind::File;
    std::wstring path;
    FileMode mode;
    bool overwrite = false;
    std::shared_ptr<const Bytes> bytes;
    // By default OLE's where MAPI is not ours: Outlook is used to them.
    std::optional<StorageEngine> engine;

    // Session thread only. Throws MapiFailure with OLE's result codes.
    OpenedStorage Open(const Provider& provider) const;

    bool IsNew() const { return kind == Kind::NewFile || kind == Kind::NewInMemory; }
};

// From { path, writable, share }, { bytes, writable }, { create: path, overwrite } or { create: null }, each
// with an `engine`, "ole" or "native", or without.
StorageSource ReadStorageSource(const Napi::Value& value);

}  // namespace mapi_msg
