using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Engine.Spectral;

namespace RealtimeEmotion.Trainer.Features;

/// <summary>
/// Computed features on disk, found by what they were computed from: the bytes of the audio file and every setting of
/// the front-end. A file that does not read as expected counts as absent. Safe for any number of threads and processes.
/// </summary>
internal sealed class FeatureCache
{
    // Part of every key: raised when the extraction changes, so that what older versions computed is not found.
    private const string Version = "1";
    private const uint Magic = 0x46455452;
    private const int HeaderSize = 12;
    private readonly string _folder;
    private readonly string _settings;

    internal FeatureCache(string folder, FrontEndSettings frontEnd)
        : this(folder, string.Create(CultureInfo.InvariantCulture, $"{frontEnd}"))
    {
    }

    /// <param name="folder">Where features are kept.</param>
    /// <param name="settings">Everything but the audio that decides them.</param>
    internal FeatureCache(string folder, string settings)
    {
        _folder = folder;
        _settings = $"{Version} {settings}";
    }

    /// <summary>Where features are kept unless a caller says otherwise: the user's cache folder.</summary>
    internal static string DefaultFolder
    {
        get
        {
            string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            string root = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") switch
            {
                { Length: > 0 } xdg when Path.IsPathRooted(xdg) => xdg,
                _ when OperatingSystem.IsWindows() => Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData),
                _ when OperatingSystem.IsMacOS() => Path.Combine(home, "Library", "Caches"),
                _ => Path.Combine(home, ".cache"),
            };
            return Path.Combine(root, "realtime-emotion", "features");
        }
    }

    /// <summary>The names under which caches keep what is theirs of an audio file, one a cache. The file is read once.</summary>
    internal static string[] KeysOf(string audioPath, IReadOnlyList<FeatureCache> caches)
    {
        IncrementalHash[] hashes = [.. caches.Select(_ => IncrementalHash.CreateHash(HashAlgorithmName.SHA256))];
        try
        {
            for (int i = 0; i < hashes.Length; i++)
            {
                hashes[i].AppendData(Encoding.UTF8.GetBytes(caches[i]._settings));
            }

            using FileStream stream = File.OpenRead(audioPath);
            var block = new byte[1 << 16];
            for (int count; (count = stream.Read(block)) > 0;)
            {
                Array.ForEach(hashes, hash => hash.AppendData(block, 0, count));
            }

            return [.. hashes.Select(hash => Convert.ToHexStringLower(hash.GetHashAndReset()))];
        }
        finally
        {
            Array.ForEach(hashes, hash => hash.Dispose());
        }
    }

    /// <summary>The name under which something is kept that these texts decide.</summary>
    internal string KeyOf(IEnumerable<string> texts)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', texts.Prepend(_settings)))));

    /// <summary>The features kept under a key, or null.</summary>
    /// <param name="key">The name.</param>
    /// <param name="expectedBands">The values a frame; null where any number will do.</param>
    internal TrackFeatures? Find(string key, int? expectedBands)
    {
        try
        {
            byte[] bytes = File.ReadAllBytes(PathOf(key));
            if (bytes.Length < HeaderSize || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic || (BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4)) is var bands && bands != (expectedBands ?? bands)))
            {
                return null;
            }

            int frames = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(8));
            if (bytes.Length != HeaderSize + ((long)frames * bands * sizeof(float)))
            {
                return null;
            }

            return new TrackFeatures(MemoryMarshal.Cast<byte, float>(bytes.AsSpan(HeaderSize)).ToArray(), frames, bands);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Keeps features. A cache that cannot be written is done without: the next run computes them again.</summary>
    internal void Keep(string key, TrackFeatures features)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(key))!);
            using var file = new AtomicFile(PathOf(key));
            Span<byte> header = stackalloc byte[HeaderSize];
            BinaryPrimitives.WriteUInt32LittleEndian(header, Magic);
            BinaryPrimitives.WriteInt32LittleEndian(header[4..], features.Bands);
            BinaryPrimitives.WriteInt32LittleEndian(header[8..], features.Frames);
            file.Stream.Write(header);
            file.Stream.Write(MemoryMarshal.AsBytes<float>(features.Values));
            file.Commit();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Engine.InputException)
        {
            // Full or read-only: the features are in memory, which is all that this run needs.
        }
    }

    private string PathOf(string key) => Path.Combine(_folder, key[..2], key + ".mel");
}
