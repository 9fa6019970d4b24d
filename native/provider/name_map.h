// The named properties of a file: __nameid_version1.0 of its root.
#pragma once

#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

#include "provider/format/named_properties.h"
#include "provider/storage_access.h"

namespace mapi_msg {

format::GuidBytes ToGuidBytes(const GUID& guid);

class NameMap {
  public:
    NameMap(ComPtr<IStorage> root, DWORD access) : root_(std::move(root)), access_(access) {}

    // By id.
    const std::map<std::uint16_t, format::PropertyName>& All();
    const format::PropertyName* NameOf(std::uint16_t id);
    std::optional<std::uint16_t> IdOf(const format::PropertyName& name);
    // A new id, in memory until it is written. Nothing when all ids are taken.
    std::optional<std::uint16_t> Create(const format::PropertyName& name);

    // Whether there are names that were not written.
    bool IsChanged() const { return !created_.empty(); }
    // Writes the names into the storage.
    void Write();
    // That what was written is to stay.
    void OnSaved() { created_.clear(); }

  private:
    struct Hash {
        std::size_t operator()(const format::PropertyName& name) const;
    };

    void Load();
    format::NamedPropertyStreams ReadStreams();
    void Insert(std::uint16_t id, const format::PropertyName& name);

    ComPtr<IStorage> root_;
    DWORD access_;
    bool loaded_ = false;
    std::vector<format::PropertyName> created_;
    std::uint32_t nextId_ = format::kFirstNamedId;
    std::map<std::uint16_t, format::PropertyName> byId_;
    std::unordered_map<format::PropertyName, std::uint16_t, Hash> byName_;
};

}  // namespace mapi_msg
