#include "storage/file_root.h"

#include "storage/compound_file/reader.h"
#include "storage/replacement_file.h"

namespace mapi_msg {
namespace {

using compound_file::Node;
using compound_file::Reader;

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

}  // namespace

FileRoot::~FileRoot() {
    if (!isPlaceholder_) return;
    source_->Close();
    ::DeleteFileW(path_.c_str());
}

HRESULT FileRoot::CommitChanges() {
    ReplacementFile replacement(path_);
    WriteCompoundFile(*RootNode(), version_, replacement);
    replacement.Finish();

    // Windows replaces no file that is open.
    source_->Close();
    const HRESULT replaced = WithPatience([&] { return replacement.MoveTo(path_); });
    UniqueFile file;
    const HRESULT opened = WithPatience([&] { return OpenFileHandle(path_, mode_, OPEN_EXISTING, &file); });
    if (FAILED(replaced)) {
        source_->Reopen(std::move(file));
        return replaced;
    }
    isPlaceholder_ = false;
    // The new file is whole, but somebody else has it now.
    if (FAILED(opened)) return opened;
    auto source = std::make_shared<FileSource>(std::move(file));
    RootNode()->Rebase(Node::RootOf(std::make_shared<Reader>(source)));
    source_ = std::move(source);
    return S_OK;
}

}  // namespace mapi_msg
