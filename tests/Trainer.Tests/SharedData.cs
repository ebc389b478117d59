namespace RealtimeEmotion.Trainer.Tests;

/// <summary>The data beside the repository, which is not part of it.</summary>
internal static class SharedData
{
    /// <summary>Emotify's folder; skips the test where it is not there.</summary>
    public static string Emotify() => Require("emotify");

    /// <summary>A file or folder of the shared data; skips the test where it is not there.</summary>
    public static string Require(string name)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RealtimeEmotion.sln")))
            {
                string path = Path.Combine(folder.FullName, "..", "shared", "data", name);
                if (Path.Exists(path))
                {
                    return path;
                }

                break;
            }
        }

        Assert.Skip($"The data are not beside the repository (../shared/data/{name}).");
        return string.Empty;
    }
}
