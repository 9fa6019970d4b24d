// A file that is held open, and replaced in one step: what is new is written beside it, flushed to the disk,
// and moved over it. So whatever happens, there is the old file or the new one.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "storage/compound_file/writer.h"
#include "storage/file_source.h"

namespace mapi_msg {

class FileTarget {
  public:
    // Results are those of FileSource::Open; STG_E_INVALIDNAME for a stream within a file.
    static HRESULT Open(const std::wstring& path, const FileMode& mode, std::unique_ptr<FileTarget>* target);
    // Exclusive. An existing file is STG_E_FILEALREADYEXISTS unless `overwrite`. Where there is none, an
    // empty one keeps the name, and goes again if it is never replaced, even if the process is killed.
    static HRESULT Create(const std::wstring& path, bool overwrite, std::unique_ptr<FileTarget>* target);

    FileTarget(const FileTarget&) = delete;
    FileTarget& operator=(const FileTarget&) = delete;

    // What the file holds: the old contents before Replace, the new ones after.
    const std::shared_ptr<FileSource>& Source() const { return source_; }
    std::vector<std::uint8_t> Contents() const;
    // May throw, as `write` may; then the file is what it was. If the file was replaced, but somebody else
    // opened it then, the result is a failure as well.
    HRESULT Replace(const std::function<void(compound_file::ByteSink&)>& write);

  private:
    FileTarget(const std::wstring& path, UniqueFile file, const FileMode& mode, bool isPlaceholder);
    HRESULT Hold(UniqueFile* file) const;

    std::shared_ptr<FileSource> source_;
    FileMode mode_;
    std::wstring path_;
    bool isPlaceholder_;
};

}  // namespace mapi_msg
