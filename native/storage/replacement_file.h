// A file that is written to take another one's place.
#pragma once

#include <string>

#include "storage/compound_file/writer.h"
#include "storage/file_source.h"

namespace mapi_msg {

// In the same folder, under a name of its own. Deleted in the end unless it was moved.
class ReplacementFile final : public compound_file::ByteSink {
  public:
    // Members throw StorageFailure where nothing else is said.
    ReplacementFile(const std::wstring& target, Sharing sharing);
    ~ReplacementFile() override;
    ReplacementFile(const ReplacementFile&) = delete;
    ReplacementFile& operator=(const ReplacementFile&) = delete;

    void Write(std::span<const std::uint8_t> bytes) override;
    // Ends writing: everything is on the disk then.
    void Finish();
    // Replaces the target in one step; or nothing has happened. The file stays open meanwhile, which tells it
    // from one that was left behind by a process that was killed. Such ones are deleted here.
    HRESULT MoveToTarget();
    // The file in its new place, shared as asked for, and open for deleting as well as for reading and
    // writing.
    UniqueFile TakeFile() { return std::move(file_); }

  private:
    HRESULT Create(Sharing sharing);

    std::wstring target_;
    std::wstring path_;
    unsigned number_ = 0;
    UniqueFile file_;
};

}  // namespace mapi_msg
