// The root of a storage in a file. What is committed replaces the file in one step: it is written beside it,
// flushed to the disk, and moved over it. So whatever happens, there is the old file or the new one.
#pragma once

#include <memory>
#include <string>

#include "storage/compound_file/writer.h"
#include "storage/file_source.h"
#include "storage/storage_root.h"

namespace mapi_msg {

class FileRoot final : public StorageRoot {
  public:
    // `node` begins a transaction on what `source` holds, or on nothing.
    FileRoot(std::shared_ptr<compound_file::Node> node, std::wstring name, std::shared_ptr<FileSource> source,
             const FileMode& mode, compound_file::Version version)
        : StorageRoot(std::move(node), std::move(name)),
          source_(std::move(source)),
          mode_(mode),
          version_(version),
          path_(source_->FinalPath(LongPath(Name()))) {}
    ~FileRoot() override;

    // There was no file: it goes again, unless something is committed.
    void DeleteUnlessCommitted() { isPlaceholder_ = true; }

  protected:
    HRESULT CommitChanges() override;

  private:
    std::shared_ptr<FileSource> source_;
    FileMode mode_;
    compound_file::Version version_;
    std::wstring path_;
    bool isPlaceholder_ = false;
};

}  // namespace mapi_msg
