#include "mapi/pe_image.h"

#include <windows.h>

#include <cstring>
#include <optional>
#include <span>
#include <vector>

#include "mapi/failure.h"
#include "mapi/windows_handle.h"

namespace mapi_msg {
namespace {

constexpr std::uint16_t kMachineX86 = 0x014C;
constexpr std::uint16_t kMachineX64 = 0x8664;
constexpr std::uint16_t kMachineArm64 = 0xAA64;

MapiFailure NotADll(const std::wstring& path, HRESULT result, const wchar_t* why) {
    return MapiFailure{result, "ReadPeImage", path + L" " + why};
}

class MappedFile {
  public:
    explicit MappedFile(const std::wstring& path) {
        const DWORD attributes = ::GetFileAttributesW(path.c_str());
        if (attributes == INVALID_FILE_ATTRIBUTES) {
            throw NotADll(path, LastWindowsError(), L"does not exist or can't be read.");
        }
        if (attributes & FILE_ATTRIBUTE_DIRECTORY) {
            throw NotADll(path, HRESULT_FROM_WIN32(ERROR_BAD_EXE_FORMAT), L"is a folder, not a DLL.");
        }
        UniqueHandle file =
            OwnFileHandle(::CreateFileW(path.c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_DELETE,
                                        nullptr, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr));
        if (!file) throw NotADll(path, LastWindowsError(), L"can't be read.");
        LARGE_INTEGER size = {};
        if (!::GetFileSizeEx(file.get(), &size)) throw NotADll(path, LastWindowsError(), L"can't be read.");
        if (size.QuadPart == 0) {
            throw NotADll(path, HRESULT_FROM_WIN32(ERROR_BAD_EXE_FORMAT), L"is empty, not a DLL.");
        }
        UniqueHandle mapping(::CreateFileMappingW(file.get(), nullptr, PAGE_READONLY, 0, 0, nullptr));
        if (!mapping) throw NotADll(path, LastWindowsError(), L"can't be read.");
        view_.reset(::MapViewOfFile(mapping.get(), FILE_MAP_READ, 0, 0, 0));
        if (!view_) throw NotADll(path, LastWindowsError(), L"can't be read.");
        bytes_ = {static_cast<const std::uint8_t*>(view_.get()), static_cast<std::size_t>(size.QuadPart)};
    }

    template <typename Structure>
    std::optional<Structure> At(std::uint64_t offset) const {
        if (offset > bytes_.size() || bytes_.size() - offset < sizeof(Structure)) return std::nullopt;
        Structure structure;
        std::memcpy(&structure, bytes_.data() + offset, sizeof structure);
        return structure;
    }

    std::string TextAt(std::uint64_t offset) const {
        constexpr std::size_t kLongestName = 256;
        std::string text;
        while (offset < bytes_.size() && bytes_[offset] && text.size() < kLongestName) {
            text.push_back(static_cast<char>(bytes_[offset++]));
        }
        return text;
    }

  private:
    UniqueFileView view_;
    std::span<const std::uint8_t> bytes_;
};

class Sections {
  public:
    Sections(const MappedFile& file, std::uint64_t offset, std::uint16_t count) {
        for (std::uint16_t i = 0; i < count; i++) {
            const auto header = file.At<IMAGE_SECTION_HEADER>(offset + i * sizeof(IMAGE_SECTION_HEADER));
            if (!header) return;
            headers_.push_back(*header);
        }
    }

    std::optional<std::uint64_t> FileOffset(std::uint32_t address) const {
        for (const auto& header : headers_) {
            if (address >= header.VirtualAddress && address - header.VirtualAddress < header.SizeOfRawData) {
                return std::uint64_t{address - header.VirtualAddress} + header.PointerToRawData;
            }
        }
        return std::nullopt;
    }

  private:
    std::vector<IMAGE_SECTION_HEADER> headers_;
};

std::set<std::string> ReadExports(const MappedFile& file, const Sections& sections, std::uint32_t address) {
    std::set<std::string> names;
    const auto offset = sections.FileOffset(address);
    if (!offset) return names;
    const auto directory = file.At<IMAGE_EXPORT_DIRECTORY>(*offset);
    if (!directory) return names;
    const auto table = sections.FileOffset(directory->AddressOfNames);
    if (!table) return names;
    constexpr DWORD kMostExports = 65536;
    for (DWORD i = 0; i < directory->NumberOfNames && i < kMostExports; i++) {
        const auto name = file.At<std::uint32_t>(*table + i * sizeof(std::uint32_t));
        if (!name) break;
        if (const auto text = sections.FileOffset(*name)) names.insert(file.TextAt(*text));
    }
    return names;
}

std::uint16_t ProcessMachine() {
#if defined(_M_ARM64) || defined(__aarch64__)
    return kMachineArm64;
#elif defined(_WIN64)
    return kMachineX64;
#else
    return kMachineX86;
#endif
}

}  // namespace

PeImage ReadPeImage(const std::wstring& path) {
    const MappedFile file(path);
    const HRESULT badFormat = HRESULT_FROM_WIN32(ERROR_BAD_EXE_FORMAT);
    const auto dos = file.At<IMAGE_DOS_HEADER>(0);
    if (!dos || dos->e_magic != IMAGE_DOS_SIGNATURE || dos->e_lfanew < 0) {
        throw NotADll(path, badFormat, L"is not a DLL.");
    }
    const auto start = static_cast<std::uint64_t>(dos->e_lfanew);
    const auto signature = file.At<DWORD>(start);
    const auto header = file.At<IMAGE_FILE_HEADER>(start + sizeof(DWORD));
    if (!signature || *signature != IMAGE_NT_SIGNATURE || !header) {
        throw NotADll(path, badFormat, L"is not a DLL.");
    }
    PeImage image;
    image.machine = header->Machine;
    image.isDll = (header->Characteristics & IMAGE_FILE_DLL) != 0;
    const std::string stub = file.TextAt(sizeof(IMAGE_DOS_HEADER));
    image.isWineBuiltin = stub.starts_with("Wine builtin") || stub.starts_with("Wine placeholder");

    const std::uint64_t optional = start + sizeof(DWORD) + sizeof(IMAGE_FILE_HEADER);
    const Sections sections(file, optional + header->SizeOfOptionalHeader, header->NumberOfSections);
    const auto magic = file.At<WORD>(optional);
    std::optional<IMAGE_DATA_DIRECTORY> exports;
    if (magic == IMAGE_NT_OPTIONAL_HDR64_MAGIC) {
        exports = file.At<IMAGE_DATA_DIRECTORY>(optional + offsetof(IMAGE_OPTIONAL_HEADER64, DataDirectory));
    } else if (magic == IMAGE_NT_OPTIONAL_HDR32_MAGIC) {
        exports = file.At<IMAGE_DATA_DIRECTORY>(optional + offsetof(IMAGE_OPTIONAL_HEADER32, DataDirectory));
    }
    if (exports) image.exports = ReadExports(file, sections, exports->VirtualAddress);
    return image;
}

// An ARM64X DLL says ARM64 in its header but serves emulated x64 processes too, so only loading it tells.
// https://learn.microsoft.com/windows/arm/arm64x-pe
bool MachineFitsProcess(std::uint16_t machine) {
    const std::uint16_t own = ProcessMachine();
    if (machine == own) return true;
    if (own != kMachineX64 || machine != kMachineArm64) return false;
    USHORT process = 0;
    USHORT native = 0;
    return ::IsWow64Process2(::GetCurrentProcess(), &process, &native) && native == kMachineArm64;
}

std::wstring MachineName(std::uint16_t machine) {
    switch (machine) {
        case kMachineX86:
            return L"ia32";
        case kMachineX64:
            return L"x64";
        case kMachineArm64:
            return L"arm64";
        default: {
            constexpr wchar_t kDigits[] = L"0123456789abcdef";
            std::wstring name = L"0x";
            for (int shift = 12; shift >= 0; shift -= 4) name.push_back(kDigits[(machine >> shift) & 0xF]);
            return name;
        }
    }
}

std::wstring ProcessMachineName() { return MachineName(ProcessMachine()); }

}  // namespace mapi_msg
