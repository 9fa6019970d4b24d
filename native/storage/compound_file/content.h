// The bytes of a stream that is open: those of the file, and over them what was written since.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <vector>

#include "storage/compound_file/reader.h"

namespace mapi_msg::compound_file {

// A copy shares what is in the file, and has its own of what was written.
class Content {
  public:
    Content() = default;
    explicit Content(std::shared_ptr<FileStream> file);

    std::uint64_t Size() const { return size_; }
    // Returns how many bytes there were: fewer than asked for only at the end. Throws Error.
    std::size_t Read(std::uint64_t offset, std::span<std::uint8_t> target) const;
    // The stream grows as needed; a gap is filled with zeros.
    void Write(std::uint64_t offset, std::span<const std::uint8_t> bytes);
    void Resize(std::uint64_t size);
    // Takes all that it needs of the file into memory.
    void LeaveFile();

  private:
    using Page = std::vector<std::uint8_t>;

    void ReadFile(std::uint64_t offset, std::span<std::uint8_t> target) const;
    Page& WritablePage(std::uint64_t number, std::size_t size);

    std::shared_ptr<FileStream> file_;
    // How many bytes of the file's still show: fewer after the stream was cut.
    std::uint64_t fileSize_ = 0;
    std::uint64_t size_ = 0;
    // What was written, by number of the page. Beyond its end a page is zeros.
    std::map<std::uint64_t, Page> pages_;
};

}  // namespace mapi_msg::compound_file
