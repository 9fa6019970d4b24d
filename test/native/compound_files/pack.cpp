#include <filesystem>
#include <fstream>

#include "compound_files/checks.h"
#include "compound_files/programs.h"
#include "files.h"

namespace mapi_msg {
namespace {

void PackInto(IStorage& storage, const std::filesystem::path& folder) {
    for (const auto& item : std::filesystem::directory_iterator(folder)) {
        const std::wstring name = item.path().filename().wstring();
        if (item.is_directory()) {
            PackInto(*CreateChild(storage, name.c_str()), item.path());
        } else {
            Put(storage, name.c_str(), ReadBytes(item.path().wstring()));
        }
    }
}

void UnpackFrom(IStorage& storage, const std::filesystem::path& folder) {
    CHECK(std::filesystem::create_directory(folder));
    ComPtr<IEnumSTATSTG> elements;
    CHECK_OK(storage.EnumElements(0, nullptr, 0, elements.Put()));
    STATSTG element = {};
    while (elements->Next(1, &element, nullptr) == S_OK) {
        const std::wstring name = element.pwcsName;
        ::CoTaskMemFree(element.pwcsName);
        if (element.type == STGTY_STORAGE) {
            UnpackFrom(*OpenChild(storage, name.c_str(), kRead), folder / name);
        } else {
            const Bytes bytes = Get(storage, name.c_str());
            std::ofstream file(folder / name, std::ios::binary);
            file.write(reinterpret_cast<const char*>(bytes.data()),
                       static_cast<std::streamsize>(bytes.size()));
            CHECK(file.good());
        }
    }
}

}  // namespace

int Pack(const std::wstring& folder, const std::wstring& path, bool isVersion4) {
    using compound_file::Version;
    const auto storage = Create(path, isVersion4 ? Version::V4 : Version::V3);
    PackInto(*storage, folder);
    Commit(*storage);
    return 0;
}

int Unpack(const std::wstring& path, const std::wstring& folder) {
    UnpackFrom(*Open(path), folder);
    return 0;
}

}  // namespace mapi_msg
