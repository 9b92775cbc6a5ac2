// Files in MaxMind's format: what is in them, and that damaged ones are refused or know less, and nothing worse.
#include "functions/network/ip_database.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

namespace quarry {
namespace {

namespace fs = std::filesystem;

const std::string kCity = QUARRY_SOURCE_DIR "/tests/conformance/geo/GeoLite2-City.mmdb";

std::string Bytes(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(IpDatabase, ValuesByPath) {
  Result<std::shared_ptr<const IpDatabase>> database = IpDatabase::Open(kCity);
  ASSERT_TRUE(database) << database.error().message;
  const auto record = (*database)->Find("198.51.100.0");
  ASSERT_TRUE(record);
  EXPECT_EQ(record->Find("subdivisions.0.iso_code")->text, "NH");
  EXPECT_EQ(record->Find("location.latitude")->number, 52.3759);
  EXPECT_FALSE(record->Find("location"));  // a map
  EXPECT_FALSE(record->Find("subdivisions.1.iso_code"));
  EXPECT_FALSE(record->Find(""));
  EXPECT_FALSE((*database)->Find("198.51.101.0"));
  EXPECT_FALSE((*database)->Find("198.51.100.0/24"));
}

TEST(IpDatabase, OnePathIsOneDatabase) {
  const auto first = IpDatabase::Open(kCity);
  const auto second = IpDatabase::Open(kCity);
  ASSERT_TRUE(first && second);
  EXPECT_EQ(*first, *second);
}

TEST(IpDatabase, MissingAndForeignFilesAreRefused) {
  EXPECT_FALSE(IpDatabase::Open("/nonexistent.mmdb"));
  EXPECT_FALSE(IpDatabase::Open(QUARRY_SOURCE_DIR "/README.md"));
}

TEST(IpDatabase, DamageIsSurvived) {
  const std::string whole = Bytes(kCity);
  ASSERT_GT(whole.size(), 1000u);
  const fs::path folder = fs::temp_directory_path() / ("quarry-ip-database-" + std::to_string(getpid()));
  fs::create_directories(folder);
  std::mt19937_64 random(20261201);
  int opened = 0;
  for (int round = 0; round < 400; round++) {
    std::string bytes = whole;
    if (round % 4 == 0) bytes.resize(random() % bytes.size());
    for (uint64_t changes = random() % 4; changes > 0 && !bytes.empty(); changes--)
      bytes[random() % bytes.size()] = static_cast<char>(random());
    const std::string path = (folder / (std::to_string(round) + ".mmdb")).string();
    std::ofstream(path, std::ios::binary) << bytes;
    const auto database = IpDatabase::Open(path);
    if (!database) continue;
    opened++;
    for (const char* address : {"198.51.100.7", "203.0.113.1", "203.0.113.200", "2001:db8::1", "255.255.255.255"})
      if (const auto record = (*database)->Find(address))
        for (const char* member : {"country.names.en", "subdivisions.0.names.en", "location.latitude"}) {
          const auto value = record->Find(member);
          EXPECT_TRUE(!value || value->text.size() <= whole.size());
        }
  }
  EXPECT_GT(opened, 50);
  fs::remove_all(folder);
}

}  // namespace
}  // namespace quarry
