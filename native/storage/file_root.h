// The root of a storage in a file, which is replaced when something is committed.
#pragma once

#include <memory>
#include <string>

#include "storage/compound_file/writer.h"
#include "storage/file_target.h"
#include "storage/storage_root.h"

namespace mapi_msg {

class FileRoot final : public StorageRoot {
  public:
    // `node` begins a transaction on what `target` holds, or on nothing.
    FileRoot(std::shared_ptr<compound_file::Node> node, std::wstring name, std::unique_ptr<FileTarget> target,
             compound_file::Version version)
        : StorageRoot(std::move(node), std::move(name)), target_(std::move(target)), version_(version) {}

  protected:
    HRESULT CommitChanges() override;

  private:
    std::unique_ptr<FileTarget> target_;
    compound_file::Version version_;
};

}  // namespace mapi_msg
