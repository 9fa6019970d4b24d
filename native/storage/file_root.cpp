#include "storage/file_root.h"

#include "storage/compound_file/reader.h"

namespace mapi_msg {

using compound_file::ByteSink;
using compound_file::Node;
using compound_file::Reader;

HRESULT FileRoot::CommitChanges() {
    const HRESULT result =
        target_->Replace([&](ByteSink& sink) { WriteCompoundFile(*RootNode(), version_, sink); });
    if (SUCCEEDED(result)) RootNode()->Rebase(Node::RootOf(std::make_shared<Reader>(target_->Source())));
    return result;
}

}  // namespace mapi_msg
