namespace RealtimeEmotion.Trainer.Tests;

/// <summary>The data beside the repository, which is not part of it.</summary>
internal static class SharedData
{
    /// <summary>Emotify's folder; skips the test where it is not there.</summary>
    public static string Emotify()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RealtimeEmotion.sln")))
            {
                string path = Path.Combine(folder.FullName, "..", "shared", "data", "emotify");
                if (Directory.Exists(path))
                {
                    return path;
                }

                break;
            }
        }

        Assert.Skip("The Emotify data are not beside the repository (../shared/data/emotify).");
        return string.Empty;
    }
}
