#include "storage/file_target.h"

#include "storage/replacement_file.h"

namespace mapi_msg {
namespace {

// Virus scanners and the like open files for a moment, just when they were written.
template <typename Attempt>
HRESULT WithPatience(const Attempt& attempt) {
    HRESULT result = attempt();
    for (DWORD milliseconds = 1; milliseconds < 500; milliseconds *= 2) {
        if (result != STG_E_ACCESSDENIED && result != STG_E_SHAREVIOLATION) break;
        ::Sleep(milliseconds);
        result = attempt();
    }
    return result;
}

// A colon in a name stands for a stream within a file, which cannot be replaced.
bool NamesStream(const std::wstring& path) {
    const std::size_t name = path.find_last_of(L"\\/");
    const std::size_t colon = path.find_last_of(L':');
    if (colon == std::wstring::npos || (name != std::wstring::npos && colon < name)) return false;
    // C:mail.msg is in the current folder of the drive.
    return colon != 1 || name != std::wstring::npos;
}

HRESULT MakePlaceholder(const std::wstring& path, const FileMode& mode, UniqueFile* file) {
    return OpenFileHandle(path, mode, CREATE_NEW, file, FILE_FLAG_DELETE_ON_CLOSE);
}

}  // namespace

FileTarget::FileTarget(const std::wstring& path, UniqueFile file, const FileMode& mode, bool isPlaceholder)
    : source_(std::make_shared<FileSource>(std::move(file))),
      mode_(mode),
      path_(source_->FinalPath(LongPath(path))),
      isPlaceholder_(isPlaceholder) {}

HRESULT FileTarget::Open(const std::wstring& path, const FileMode& mode,
                         std::unique_ptr<FileTarget>* target) {
    if (NamesStream(path)) return STG_E_INVALIDNAME;
    UniqueFile file;
    const HRESULT result = OpenFileHandle(path, mode, OPEN_EXISTING, &file);
    if (SUCCEEDED(result)) target->reset(new FileTarget(path, std::move(file), mode, false));
    return result;
}

HRESULT FileTarget::Create(const std::wstring& path, bool overwrite, std::unique_ptr<FileTarget>* target) {
    if (NamesStream(path)) return STG_E_INVALIDNAME;
    const FileMode mode = {true, Sharing::Exclusive};
    UniqueFile file;
    const HRESULT result = MakePlaceholder(path, mode, &file);
    if (result == STG_E_FILEALREADYEXISTS && overwrite) return Open(path, mode, target);
    if (SUCCEEDED(result)) target->reset(new FileTarget(path, std::move(file), mode, true));
    // That is what is said of names that are too long, and of devices.
    const bool isBadName =
        result == STG_E_FILENOTFOUND || result == HRESULT_FROM_WIN32(ERROR_INVALID_PARAMETER);
    return isBadName ? STG_E_INVALIDNAME : result;
}

std::vector<std::uint8_t> FileTarget::Contents() const {
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(source_->Size()));
    bytes.resize(source_->Read(0, bytes));
    return bytes;
}

HRESULT FileTarget::Hold(UniqueFile* file) const {
    return WithPatience([&] {
        return isPlaceholder_ ? MakePlaceholder(path_, mode_, file)
                              : OpenFileHandle(path_, mode_, OPEN_EXISTING, file);
    });
}

HRESULT FileTarget::Replace(const std::function<void(compound_file::ByteSink&)>& write) {
    ReplacementFile replacement(path_, mode_.sharing);
    write(replacement);
    replacement.Finish();

    // Windows replaces no file that is open.
    source_->Close();
    const HRESULT replaced = WithPatience([&] { return replacement.MoveToTarget(); });
    if (SUCCEEDED(replaced)) isPlaceholder_ = false;
    UniqueFile file = replacement.TakeFile();
    HRESULT held = S_OK;
    // To keep a file open for deleting would refuse those with whom it is shared.
    if (FAILED(replaced) || mode_.sharing != Sharing::Exclusive) {
        file.reset();
        held = Hold(&file);
    }
    if (FAILED(replaced)) {
        source_->Reopen(std::move(file));
        return replaced;
    }
    // The new file is whole, but somebody else has it now.
    if (FAILED(held)) return held;
    source_ = std::make_shared<FileSource>(std::move(file));
    return S_OK;
}

}  // namespace mapi_msg
